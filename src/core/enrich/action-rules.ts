export const actionTypes = [
  'page_view',
  'landing',
  'signup',
  'login',
  'logout',
  'purchase',
  'add_to_cart',
  'checkout',
  'watch_video',
  'download',
  'contact',
  'search',
  'api_call',
  'asset',
  'error',
  'other',
] as const;

export type ActionType = (typeof actionTypes)[number];

/** What a rule asks for. Every condition that is stated must hold; of a list, one entry is enough. */
export interface ActionCondition {
  /** Normalised event names. */
  eventName?: readonly string[];
  /** Whether the record names its event. */
  hasEventName?: boolean;
  method?: readonly string[];
  /** Lowest HTTP status; a record without a status fails. */
  minStatus?: number;
  /** Highest HTTP status; a record without a status passes: its source does not tell of failures. */
  maxStatus?: number;
  /** Statuses left to other rules. */
  notStatus?: readonly number[];
  /** Regular expressions over the path and the host, in any case. */
  path?: string;
  host?: string;
  /** `methods`: the source has a method column. `no methods`: it has none. `urls only`: nor event names. */
  source?: 'methods' | 'no methods' | 'urls only';
}

/** An editable rule. The first whose condition holds gives the action; null keeps the event name as it is. */
export interface ActionRule {
  name: string;
  action: ActionType | null;
  when: ActionCondition;
}
