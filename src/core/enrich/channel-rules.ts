import type { SiteKind } from './site-kinds.ts';

export const channels = [
  'Direct',
  'Paid Search',
  'Paid Social',
  'Organic Search',
  'Organic Social',
  'Organic Video',
  'Email',
  'Newsletter',
  'Referral',
  'AI Assistants',
  'Affiliates',
  'Display',
  'Internal',
  'Other',
] as const;

export type Channel = (typeof channels)[number];

/** What a rule asks for. Every condition that is stated must hold; of a list, one entry is enough. */
export interface ChannelCondition {
  /** Regular expressions over the whole of utm_medium and utm_source, in any case. */
  medium?: string;
  source?: string;
  /** Click ids by their parameter. */
  clickId?: readonly string[];
  /** The kind of site that utm_source names, or without one the referrer's. */
  site?: readonly SiteKind[];
  /** Where the referrer points. */
  referrer?: readonly ('none' | 'own' | 'known' | 'other' | 'unreadable')[];
  /** Whether any utm_source or utm_medium is there. */
  tagged?: boolean;
}

/** An editable rule. The first whose condition holds gives the channel. */
export interface ChannelRule {
  name: string;
  channel: Channel;
  when: ChannelCondition;
}
