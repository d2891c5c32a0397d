import { classifyAction } from '../enrich/action-type.ts';
import { compileChannelRules, settledChannel } from '../enrich/channel.ts';
import type { CountryLookup } from '../enrich/country-lookup.ts';
import { unknownCountry } from '../enrich/country-lookup.ts';
import { describeAgent, readAgent } from '../enrich/device.ts';
import { countryOf } from '../enrich/enrich-visitors.ts';
import { parseClientAddress } from '../enrich/ip-address.ts';
import { parsePageUrl } from '../enrich/page-url.ts';
import type { PageUrl } from '../enrich/page-url.ts';
import { parseReferrer } from '../enrich/referrer.ts';
import { compileVisitorRules, overrideDevice } from '../enrich/visitor-rules.ts';
import type { TriedRecord, TriedResult } from './rules-preview.ts';
import type { Rules } from './rules.ts';

export interface TryContext {
  rules: Rules;
  countries: CountryLookup;
  /** Hosts of pages that are known: links among them are of one's own. */
  siteHosts: ReadonlySet<string>;
}

/** What the rules make of one record. What the record leaves out its source is taken not to have. */
export function tryRecord(record: TriedRecord, context: TryContext): TriedResult {
  const page = parsePageUrl(record.url ?? '', record.host ?? null);
  const channel = channelOf(record, page, context);
  return {
    hostname: page.hostname,
    path: page.path,
    action: actionOf(record, page, context.rules),
    ...channel,
    ...visitorOf(record, context),
  };
}

function actionOf(
  { eventName, method, status }: TriedRecord,
  { path, hostname }: PageUrl,
  { actions }: Rules,
): TriedResult['action'] {
  const hasMethods = isSaid(method);
  const hasEventNames = isSaid(eventName);
  const { action, rule } = classifyAction(
    {
      eventName: eventName ?? null,
      method: method ?? '',
      path,
      status: status ?? '',
      host: hostname,
    },
    { hasMethods, hasEventNames, onlyUrls: !hasMethods && !hasEventNames },
    actions,
  );
  return { value: action, rule };
}

function channelOf(
  { referrer: raw }: TriedRecord,
  { utm, clickIds, hostname }: PageUrl,
  { rules, siteHosts }: TryContext,
): Pick<TriedResult, 'channel' | 'source' | 'referrer'> {
  const referrer = parseReferrer(raw ?? null, new Set(rules.hosts), hostname);
  const { channel, rule, source } = compileChannelRules(rules.channels)({
    utmSource: utm.utm_source,
    utmMedium: utm.utm_medium,
    clickIds: Object.keys(clickIds),
    referrer,
  });
  const settled = settledChannel(rules.channels);
  const isSettled = channel === settled.from && siteHosts.has(referrer.host);
  return {
    channel: isSettled ? { value: settled.to, rule: settled.rule } : { value: channel, rule },
    source,
    referrer: referrer.host,
  };
}

function visitorOf(
  { ip, userAgent }: TriedRecord,
  { rules, countries }: TryContext,
): Pick<TriedResult, 'country' | 'device' | 'bot'> {
  const compiled = compileVisitorRules(rules);
  const address = parseClientAddress(ip ?? '');
  const place = countryOf(address, compiled, countries);
  const country = { ...place, value: place.value === unknownCountry ? null : place.value };
  const said = { ...(isSaid(ip) && { country }) };
  if (!isSaid(userAgent)) return said;
  const text = readAgent(userAgent!);
  const verdict = compiled.bot(text, address.kind === 'ip' ? address.words : undefined);
  const rule = compiled.device(text);
  const agent = overrideDevice(describeAgent(userAgent!, true, verdict), rule);
  const { brand, type, os, browser, isBot, botReason } = agent;
  return {
    ...said,
    device: {
      ...{ brand: brand ?? '', type, os: os ?? '', browser: browser ?? '' },
      rule: rule?.name ?? null,
    },
    bot: { isBot, reason: verdict === undefined ? botReason : `rule: ${verdict.name}` },
  };
}

function isSaid(text: string | undefined): boolean {
  return (text ?? '').trim() !== '';
}
