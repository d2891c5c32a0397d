import { compileActionRules } from '../enrich/action-type.ts';
import type { ClassifiedAction } from '../enrich/action-type.ts';
import { compileChannelRules, settledChannel } from '../enrich/channel.ts';
import type { Attribute, Attribution } from '../enrich/channel.ts';
import { readKeptReferrer } from '../enrich/referrer.ts';
import { sitesOfHost } from '../enrich/referrer-sites.ts';
import type { ReferrerSite } from '../enrich/referrer-sites.ts';
import type { Rules } from './rules.ts';

/** What the warehouse keeps of a request that tells its action. */
export interface KeptAction {
  hasMethods: boolean;
  hasEventNames: boolean;
  eventName: string | null;
  method: string | null;
  status: string | null;
  path: string;
  host: string | null;
}

/** What the warehouse keeps of a request that tells its channel, with what was made of it. */
export interface KeptChannel {
  host: string | null;
  /** `dim_referrer`: a host, or `(direct)` and the like. */
  referrer: string;
  utmSource: string | null;
  utmMedium: string | null;
  clickIds: string | null;
  source: string;
  channel: string;
}

/** A channel as it is published. */
export interface KeptAttribution extends Attribution {
  referrer: string;
  /** With links between sites of the drop settled: see `settledChannel`. */
  settled: string;
  settledBy: string;
}

/** What one rule and another make of the same. */
export interface Decided<T> {
  before: T;
  after: T;
}

/** Decides anew, by the rules of before and after, from what is kept. */
export interface Reclassifier {
  action(kept: KeptAction): Decided<ClassifiedAction>;
  channel(kept: KeptChannel): Decided<KeptAttribution>;
}

type StoredRules = Pick<Rules, 'actions' | 'channels' | 'hosts'>;

/**
 * Both sets of rules over the same kept facts, so that the same rules change nothing. Kept facts are those that the records gave,
 * but for the path of a referrer, which tells a few sites of one host apart (`bing.com/images`), addresses as referrers, and the
 * order of click ids. Of such sites that one is taken that gives what is published; where none does, the host's own.
 * `siteHosts`: hosts of the pages that are kept, all links among which are of one's own.
 */
export function compileReclassifier(
  before: StoredRules,
  after: StoredRules,
  siteHosts: ReadonlySet<string>,
): Reclassifier {
  const actions = [before, after].map((rules) => compileActionRules(rules.actions));
  const attributions = [before, after].map((rules) => compileKept(rules, siteHosts));
  return {
    action({ hasMethods, hasEventNames, ...kept }) {
      const source = { hasMethods, hasEventNames, onlyUrls: !hasMethods && !hasEventNames };
      const request = { ...kept, method: present(kept.method), status: present(kept.status) };
      const [one, other] = actions.map((classify) => classify(request, source));
      return { before: one!, after: other! };
    },
    channel(kept) {
      const [one, other] = attributions as [KeptAttribute, KeptAttribute];
      const sites = sitesOfHost(kept.referrer);
      const isAsKept = (site: ReferrerSite | null): boolean => {
        const { source, channel, settled } = one(kept, site);
        return source === kept.source && (channel === kept.channel || settled === kept.channel);
      };
      const found = sites.length === 1 ? sites[0]! : sites.find(isAsKept);
      const site = found === undefined ? sites[0]! : found;
      return { before: one(kept, site), after: other(kept, site) };
    },
  };
}

type KeptAttribute = (kept: KeptChannel, site: ReferrerSite | null) => KeptAttribution;

function compileKept(rules: StoredRules, siteHosts: ReadonlySet<string>): KeptAttribute {
  const attribute: Attribute = compileChannelRules(rules.channels);
  const { from, to, rule } = settledChannel(rules.channels);
  const ownHosts = new Set(rules.hosts);
  return (kept, site) => {
    const own = { ownHosts, pageHost: kept.host };
    const referrer = readKeptReferrer(kept.referrer, own, () => site);
    const found = attribute({
      utmSource: kept.utmSource ?? undefined,
      utmMedium: kept.utmMedium ?? undefined,
      clickIds: namesOf(kept.clickIds),
      referrer,
    });
    const isSettled = found.channel === from && siteHosts.has(referrer.host);
    return {
      ...found,
      referrer: referrer.host,
      settled: isSettled ? to : found.channel,
      settledBy: isSettled ? rule : found.rule,
    };
  };
}

/** Names of `name=value&name=value`. */
function namesOf(clickIds: string | null): string[] {
  return (clickIds ?? '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split('=', 1)[0]!);
}

/** '' for what a format writes when a field is absent. */
function present(text: string | null): string {
  const trimmed = text?.trim() ?? '';
  return trimmed === '-' ? '' : trimmed;
}
