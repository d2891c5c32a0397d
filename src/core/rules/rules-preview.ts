import type { MetricName } from '../metrics/metrics-view.ts';
import type { RuleKind } from './rules.ts';

/** Rows that go from one action or channel to another. */
export interface RuleMove {
  kind: 'action' | 'channel';
  from: string;
  to: string;
  rows: number;
  /** Up to 5 of the most frequent, most frequent first: what the rule saw. */
  samples: { host: string; path: string; detail: string; rows: number }[];
}

/** What a change of rules would do to what is published, before it is applied. */
export interface RulesPreview {
  /** Published events looked at; 0: nothing is published. */
  events: number;
  /** Events whose action or channel changes. */
  changed: number;
  /** Days with such events, first and last ds and how many; null: none. */
  days: { from: string; to: string; count: number } | null;
  /** Most rows first. */
  moves: RuleMove[];
  /** Events that each rule decides, now and then, in their order; for kinds over stored columns, changed or not. */
  matches: { kind: RuleKind; name: string; before: number; after: number }[];
  /** Over all published days, people only: counts, shares of 0..1 and seconds, as the metric is. */
  totals: { metric: MetricName; before: number; after: number }[];
  /** Changed kinds that hold for later drops only. */
  later: RuleKind[];
}

/** One record as a person types it; every part may be left out. */
export interface TriedRecord {
  url?: string;
  host?: string;
  referrer?: string;
  eventName?: string;
  method?: string;
  status?: string;
  ip?: string;
  userAgent?: string;
}

/** What the rules make of it, each with the rule that decided. */
export interface TriedResult {
  hostname: string | null;
  path: string;
  action: { value: string; rule: string };
  channel: { value: string; rule: string };
  source: string;
  referrer: string;
  /** Absent without an address. */
  country?: { value: string | null; rule: string | null };
  /** Absent without a user agent; `rule` null: no rule of one's own. */
  device?: { brand: string; type: string; os: string; browser: string; rule: string | null };
  bot?: { isBot: boolean; reason: string | null };
}
