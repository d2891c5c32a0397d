import type { SiteKind } from './referrer-sites.ts';

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

const paid =
  '(?:cpc|ppc|cpm|cpv|cpa|sem|paid.*|.*[-_ ]paid|ads?|.*[-_ ]ads?|retargeting|remarketing|sponsored)';

/** UTM tags and click ids come first, then the referrer. */
export const defaultChannelRules: readonly ChannelRule[] = [
  {
    name: 'affiliate medium',
    channel: 'Affiliates',
    when: { medium: '(?:affiliates?|partners?|influencers?)' },
  },
  {
    name: 'paid social medium',
    channel: 'Paid Social',
    when: { medium: '(?:paid|cpc|ads?)[-_ ]?social|social[-_ ]?(?:paid|cpc|ads?)' },
  },
  {
    name: 'paid search medium',
    channel: 'Paid Search',
    when: { medium: '(?:paid[-_ ]?search|sem|search[-_ ]?ads?)' },
  },
  {
    name: 'paid on a social site',
    channel: 'Paid Social',
    when: { medium: paid, site: ['social', 'video'] },
  },
  {
    name: 'paid on a search engine',
    channel: 'Paid Search',
    when: { medium: paid, site: ['search'] },
  },
  {
    name: 'display medium',
    channel: 'Display',
    when: {
      medium:
        '(?:display|banners?|cpm|cpv|expandable|interstitial|programmatic|native|retargeting|remarketing)',
    },
  },
  {
    name: 'newsletter source by name',
    channel: 'Newsletter',
    when: { source: '.+', site: ['newsletter'] },
  },
  { name: 'email medium', channel: 'Email', when: { medium: 'e[-_ ]?mails?' } },
  { name: 'newsletter medium', channel: 'Newsletter', when: { medium: 'news[-_ ]?letters?' } },
  {
    name: 'search click id',
    channel: 'Paid Search',
    when: { clickId: ['gclid', 'gbraid', 'wbraid', 'msclkid', 'yclid'] },
  },
  {
    name: 'social click id',
    channel: 'Paid Social',
    when: { clickId: ['ttclid', 'twclid', 'li_fat_id', 'epik', 'rdt_cid', 'sccid', 'scclid'] },
  },
  { name: 'display click id', channel: 'Display', when: { clickId: ['dclid'] } },
  { name: 'affiliate click id', channel: 'Affiliates', when: { clickId: ['irclickid', 'aff_id'] } },
  { name: 'mailing click id', channel: 'Email', when: { clickId: ['mc_cid'] } },
  { name: 'other paid clicks', channel: 'Paid Search', when: { medium: 'cpc|ppc' } },
  { name: 'other paid medium', channel: 'Other', when: { medium: paid } },
  { name: 'video medium', channel: 'Organic Video', when: { medium: '(?:organic[-_ ]?)?video' } },
  {
    name: 'social medium',
    channel: 'Organic Social',
    when: { medium: '(?:organic[-_ ]?)?(?:social(?:[-_ ]?(?:media|network))?|sm|post|dm)' },
  },
  {
    name: 'AI medium',
    channel: 'AI Assistants',
    when: { medium: 'ai|llm|chatbot|ai[-_ ]?assistant' },
  },
  {
    name: 'organic medium',
    channel: 'Organic Search',
    when: { medium: '(?:organic|seo)(?:[-_ ]?search)?' },
  },
  { name: 'newsletter source', channel: 'Newsletter', when: { source: '.*news[-_ ]?letter.*' } },
  { name: 'mail source', channel: 'Email', when: { source: 'e[-_ ]?mails?|mailing.*' } },
  { name: 'social click mark', channel: 'Organic Social', when: { clickId: ['fbclid', 'igshid'] } },
  { name: 'own site', channel: 'Internal', when: { referrer: ['own'], tagged: false } },
  { name: 'AI assistant', channel: 'AI Assistants', when: { site: ['ai'] } },
  { name: 'newsletter platform', channel: 'Newsletter', when: { site: ['newsletter'] } },
  { name: 'mail client', channel: 'Email', when: { site: ['email'] } },
  { name: 'video site', channel: 'Organic Video', when: { site: ['video'] } },
  { name: 'social site', channel: 'Organic Social', when: { site: ['social'] } },
  { name: 'search engine', channel: 'Organic Search', when: { site: ['search'] } },
  { name: 'ad network', channel: 'Display', when: { site: ['paid'] } },
  {
    name: 'referral medium',
    channel: 'Referral',
    when: { medium: 'referral|link|web|website|blog|app' },
  },
  {
    name: 'unknown tag',
    channel: 'Other',
    when: { tagged: true, referrer: ['none', 'own', 'unreadable'] },
  },
  { name: 'unreadable referrer', channel: 'Other', when: { referrer: ['unreadable'] } },
  { name: 'another site', channel: 'Referral', when: { referrer: ['known', 'other'] } },
  { name: 'no referrer', channel: 'Direct', when: { referrer: ['none'] } },
];
