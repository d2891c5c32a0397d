import type { Channel, ChannelRule } from './channel-rules.ts';
import { directReferrer } from './referrer.ts';
import type { Referrer } from './referrer.ts';
import { findNamedSite } from './referrer-sites.ts';
import type { ReferrerSite } from './referrer-sites.ts';

/** What of a request decides its channel. */
export interface ChannelFacts {
  utmSource: string | undefined;
  utmMedium: string | undefined;
  clickIds: readonly string[];
  referrer: Referrer;
}

/** The named source (`dim_source`) and the channel of a request. */
export interface Attribution {
  source: string;
  channel: Channel;
  /** Name of the rule that gave the channel. */
  rule: string;
}

export type Attribute = (facts: ChannelFacts) => Attribution;

const clickSources = new Map([
  ['gclid', 'Google'],
  ['gbraid', 'Google'],
  ['wbraid', 'Google'],
  ['dclid', 'Google'],
  ['msclkid', 'Bing'],
  ['fbclid', 'Facebook'],
  ['igshid', 'Instagram'],
  ['ttclid', 'TikTok'],
  ['twclid', 'X'],
  ['li_fat_id', 'LinkedIn'],
  ['epik', 'Pinterest'],
  ['rdt_cid', 'Reddit'],
  ['yclid', 'Yandex'],
]);

/** Facts of one request with the site that utm_source names, or without one the referrer's. */
interface Named extends ChannelFacts {
  site: ReferrerSite | null;
}

function whole(pattern: string): (text: string | undefined) => boolean {
  const expression = new RegExp(`^(?:${pattern})$`, 'i');
  return (text) => expression.test(text ?? '');
}

function compileRule({ when }: ChannelRule): (facts: Named) => boolean {
  const tests: ((facts: Named) => boolean)[] = [];
  if (when.tagged !== undefined) {
    tests.push((f) => when.tagged === (f.utmSource !== undefined || f.utmMedium !== undefined));
  }
  if (when.referrer) tests.push((f) => when.referrer!.includes(f.referrer.origin));
  if (when.site) tests.push((f) => f.site !== null && when.site!.includes(f.site.kind));
  if (when.clickId) tests.push((f) => f.clickIds.some((name) => when.clickId!.includes(name)));
  if (when.medium !== undefined) {
    const matches = whole(when.medium);
    tests.push((f) => matches(f.utmMedium));
  }
  if (when.source !== undefined) {
    const matches = whole(when.source);
    tests.push((f) => matches(f.utmSource));
  }
  return (facts) => tests.every((test) => test(facts));
}

function nameSource({ utmSource, clickIds, referrer, site }: Named): string {
  if (utmSource !== undefined) return site?.source ?? utmSource.toLowerCase();
  const clicked = clickIds
    .map((name) => clickSources.get(name))
    .find((source) => source !== undefined);
  // A site of ours says nothing about where a marked click came from.
  if (clicked !== undefined && (referrer.origin === 'none' || referrer.origin === 'own'))
    return clicked;
  return site?.source ?? referrer.host;
}

/**
 * Makes the function that names a request's source and channel by ordered rules. Without a rule that
 * holds the channel is `Other`. The source is `(direct)` without referrer and tags.
 */
export function compileChannelRules(rules: readonly ChannelRule[]): Attribute {
  const compiled = rules.map((rule) => ({ rule, holds: compileRule(rule) }));
  return (facts) => {
    const site =
      facts.utmSource === undefined ? facts.referrer.site : findNamedSite(facts.utmSource);
    const isUnknownTag = facts.utmSource !== undefined && site === null;
    const named: Named = { ...facts, site: isUnknownTag ? facts.referrer.site : site };
    const { channel = 'Other', name = 'no rule' } =
      compiled.find(({ holds }) => holds(named))?.rule ?? {};
    const source = nameSource({ ...named, site });
    return { source: source === '' ? directReferrer : source, channel, rule: name };
  };
}

/** What becomes of a link from a site of the drop, known only once all of its hosts are: a channel in place of another. */
export interface SettledChannel {
  from: string;
  to: string;
  /** Name of the rule that says so. */
  rule: string;
}

/** What an untagged link from one's own site is, in place of one from a site that no list names. */
export function settledChannel(rules: readonly ChannelRule[]): SettledChannel {
  const attribute = compileChannelRules(rules);
  const linkFrom = (origin: Referrer['origin']): Attribution =>
    attribute({
      ...{ utmSource: undefined, utmMedium: undefined, clickIds: [] },
      referrer: { host: 'a.example', origin, site: null },
    });
  const own = linkFrom('own');
  return { from: linkFrom('other').channel, to: own.channel, rule: own.rule };
}
