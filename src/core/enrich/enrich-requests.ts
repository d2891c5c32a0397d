import { murmur3h1OfTexts } from '../../lib/murmur3.ts';
import type { ActionRule } from './action-rules.ts';
import { compileActionRules, normalizeEventName } from './action-type.ts';
import type { ChannelRule } from './channel-rules.ts';
import { compileChannelRules } from './channel.ts';
import type { Attribution } from './channel.ts';
import { normalizeHost } from './host-name.ts';
import { keepOfUrl, splitUrl } from './page-url.ts';
import type { PageUrl } from './page-url.ts';
import { classifyPersonalValue } from './personal-data.ts';
import { parseReferrer } from './referrer.ts';

/** Columns of one length; null or '' is absent. */
export interface RequestInput {
  url: (string | null)[];
  host: (string | null)[];
  referrer: (string | null)[];
  eventName: (string | null)[];
  method: (string | null)[];
  status: (string | null)[];
}

export interface RequestContext {
  /** Site of records whose URL and host column name none. */
  defaultHost: string | null;
  /** All hosts of the drop: a referrer from one of them is Internal. A page's own host always is one. */
  ownHosts: ReadonlySet<string>;
  hasMethods: boolean;
  hasEventNames: boolean;
  channelRules: readonly ChannelRule[];
  actionRules: readonly ActionRule[];
}

/** Columns as long as the input's. */
export interface RequestOutput {
  hostname: (string | null)[];
  path: string[];
  referrer: string[];
  source: string[];
  channel: string[];
  utmSource: (string | null)[];
  utmMedium: (string | null)[];
  utmCampaign: (string | null)[];
  utmTerm: (string | null)[];
  utmContent: (string | null)[];
  /** `name=value` sorted by name and joined by `&`, with `%`, `&`, `=` and spaces of values escaped. */
  clickIds: (string | null)[];
  /** Normalised. */
  eventName: (string | null)[];
  action: string[];
  actionRule: string[];
  /** Identity of the logical request: murmur3 h1 of its parts, before anything is cut or redacted. */
  requestHash: BigInt64Array;
  /** Values replaced or dropped because they look personal, over the rows of this call. */
  redacted: number;
}

interface Page {
  kept: PageUrl;
  clickIdText: string | null;
  clickIdNames: string[];
  /** Path and query as written. */
  target: string;
}

function formatClickIds(clickIds: Record<string, string>): string | null {
  const pairs = Object.entries(clickIds).sort(([a], [b]) => (a < b ? -1 : 1));
  const escape = (value: string): string =>
    value.replace(/[%&= ]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return pairs.length === 0
    ? null
    : pairs.map(([name, value]) => `${name}=${escape(value)}`).join('&');
}

function readPage(url: string, host: string | null): Page {
  const split = splitUrl(url, host !== null);
  const kept = keepOfUrl(split, host);
  const target = split.query === '' ? split.path : `${split.path}?${split.query}`;
  return {
    kept,
    clickIdText: formatClickIds(kept.clickIds),
    clickIdNames: Object.keys(kept.clickIds),
    target,
  };
}

/** '' for what a format writes when a field is absent. */
function present(text: string | null | undefined): string {
  const trimmed = text?.trim() ?? '';
  return trimmed === '-' ? '' : trimmed;
}

function pageReader(defaultHost: string | null): (url: string, host: string) => Page {
  const known = new Map<string, Page>();
  const fallback = normalizeHost(defaultHost ?? '');
  return (url, host) => {
    const key = `${host}\n${url}`;
    let page = known.get(key);
    if (!page) {
      page = readPage(url, normalizeHost(host) ?? fallback);
      known.set(key, page);
    }
    return page;
  };
}

/** The referrer's host with the source and channel that it and the page's tags give. */
function attributionReader(
  context: RequestContext,
): (referrer: string, page: Page) => Attribution & { host: string } {
  const attribute = compileChannelRules(context.channelRules);
  const known = new Map<string, Attribution & { host: string }>();
  return (text, page) => {
    const { utm, hostname } = page.kept;
    const { clickIdNames } = page;
    const key = [text, hostname, utm.utm_source, utm.utm_medium, ...clickIdNames].join('\n');
    let found = known.get(key);
    if (!found) {
      const referrer = parseReferrer(text, context.ownHosts, hostname);
      const facts = {
        utmSource: utm.utm_source,
        utmMedium: utm.utm_medium,
        clickIds: clickIdNames,
        referrer,
      };
      found = { ...attribute(facts), host: referrer.host };
      known.set(key, found);
    }
    return found;
  };
}

interface EventName {
  name: string | null;
  redacted: boolean;
}

function eventNameReader(): (raw: string) => EventName {
  const known = new Map<string, EventName>();
  return (raw) => {
    let found = known.get(raw);
    if (!found) {
      const name = normalizeEventName(raw);
      found = { name, redacted: name === null && classifyPersonalValue(raw) !== null };
      known.set(raw, found);
    }
    return found;
  };
}

function emptyOutput(count: number): RequestOutput {
  const texts = <T extends string | null>(): T[] => new Array<T>(count);
  return {
    hostname: texts(),
    path: texts<string>(),
    referrer: texts<string>(),
    source: texts<string>(),
    channel: texts<string>(),
    utmSource: texts(),
    utmMedium: texts(),
    utmCampaign: texts(),
    utmTerm: texts(),
    utmContent: texts(),
    clickIds: texts(),
    eventName: texts(),
    action: texts<string>(),
    actionRule: texts<string>(),
    requestHash: new BigInt64Array(count),
    redacted: 0,
  };
}

function writePage(out: RequestOutput, i: number, { kept, clickIdText }: Page): void {
  out.hostname[i] = kept.hostname;
  out.path[i] = kept.path;
  out.utmSource[i] = kept.utm.utm_source ?? null;
  out.utmMedium[i] = kept.utm.utm_medium ?? null;
  out.utmCampaign[i] = kept.utm.utm_campaign ?? null;
  out.utmTerm[i] = kept.utm.utm_term ?? null;
  out.utmContent[i] = kept.utm.utm_content ?? null;
  out.clickIds[i] = clickIdText;
}

/** Reads pages, sources, channels and actions of requests; each distinct URL and referrer is read once. */
export function enrichRequests(input: RequestInput, context: RequestContext): RequestOutput {
  const count = input.url.length;
  const out = emptyOutput(count);
  const identities = new Array<string>(count);
  const pageOf = pageReader(context.defaultHost);
  const attributionOf = attributionReader(context);
  const eventNameOf = eventNameReader();
  const classify = compileActionRules(context.actionRules);
  const { hasMethods, hasEventNames } = context;
  const source = { hasMethods, hasEventNames, onlyUrls: !hasMethods && !hasEventNames };
  for (let i = 0; i < count; i++) {
    const page = pageOf(present(input.url[i]), present(input.host[i]));
    const referrer = present(input.referrer[i]);
    const attribution = attributionOf(referrer, page);
    const rawName = present(input.eventName[i]);
    const eventName = eventNameOf(rawName);
    const method = present(input.method[i]).toUpperCase();
    const status = present(input.status[i]);
    const request = {
      eventName: eventName.name,
      method,
      path: page.kept.path,
      status,
      host: page.kept.hostname,
    };
    const classified = classify(request, source);
    writePage(out, i, page);
    out.referrer[i] = attribution.host;
    out.source[i] = attribution.source;
    out.channel[i] = attribution.channel;
    out.eventName[i] = eventName.name;
    out.action[i] = classified.action;
    out.actionRule[i] = classified.rule;
    out.redacted += page.kept.redacted + (eventName.redacted ? 1 : 0);
    identities[i] = JSON.stringify([
      page.kept.hostname ?? '',
      page.target,
      referrer,
      rawName,
      method,
      status,
    ]);
  }
  out.requestHash = murmur3h1OfTexts(identities);
  return out;
}
