import type { ActionRule } from '../enrich/action-rules.ts';
import type { ChannelRule } from '../enrich/channel-rules.ts';

/** The kinds of rules; each is a file of the project: `rules/actions.yml`. */
export const ruleKinds = ['actions', 'channels', 'hosts', 'bots', 'devices', 'countries'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/**
 * Kinds that work on columns the warehouse keeps: a change builds past days anew. The others need addresses and user agents, which
 * are never kept: a change holds for later drops only.
 */
export const storedRuleKinds = ['actions', 'channels', 'hosts'] as const satisfies RuleKind[];

/** Whom a rule is about: a regular expression over the user agent (any case), or addresses as `203.0.113.0/24` or one address. */
export interface VisitorCondition {
  userAgent?: string;
  address?: string;
}

/** Says who is a bot and who is not, before anything else does. The first that holds decides. */
export interface BotRule {
  name: string;
  when: VisitorCondition;
  isBot: boolean;
}

/** Says what a device is, part by part, before anything else does. The first that holds decides. */
export interface DeviceRule {
  name: string;
  /** Regular expression over the user agent, in any case. */
  userAgent: string;
  brand?: string;
  type?: string;
  os?: string;
  browser?: string;
}

/** Says where addresses are, before the table does. The narrowest range decides, of equal ones the first. */
export interface CountryRule {
  name: string;
  /** `203.0.113.0/24`, `2001:db8::/32`, or one address. */
  address: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** The rules in force: those that ship, with the person's files in their place. */
export interface Rules {
  /** The first that holds gives the action. */
  actions: ActionRule[];
  /** The first that holds gives the channel. */
  channels: ChannelRule[];
  /** Hosts beside those of the drop whose links are Internal; each with or without `www.`. */
  hosts: string[];
  bots: BotRule[];
  devices: DeviceRule[];
  countries: CountryRule[];
}
