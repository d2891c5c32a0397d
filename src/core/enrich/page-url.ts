import { isHostName, normalizeHost } from './host-name.ts';
import { classifyPersonalValue } from './personal-data.ts';
import { decodePercent, parseQueryParams } from './query-params.ts';
import type { QueryParams } from './query-params.ts';

/** A page's address, cut down to what is kept of it. */
export interface PageUrl extends QueryParams {
  hostname: string | null;
  /** Percent-encoded as written, without query and fragment; '' when there is none. */
  path: string;
}

/** A URL taken apart, nothing left out yet. */
export interface SplitUrl {
  scheme: string | null;
  /** As written, or null for a bare path. */
  authority: string | null;
  path: string;
  query: string;
}

const redactedSegment = ':redacted';
const maxPath = 2048;
const maxSegment = 1024;
const schemeShape = /^([a-z][a-z\d+.-]*):\/\//i;

/**
 * Takes a URL, a protocol-relative one, `www.site.com/path` or a bare path apart. Where the host is
 * known already, `//x` and `x.y` are paths, as scanners of servers send them.
 */
export function splitUrl(text: string, hasHost: boolean): SplitUrl {
  const whole = text.trim();
  const scheme = schemeShape.exec(whole)?.[1]?.toLowerCase() ?? null;
  const start = scheme === null ? 0 : scheme.length + 3;
  const hash = whole.indexOf('#', start);
  const bare = hash < 0 ? whole : whole.slice(0, hash);
  const mark = bare.indexOf('?', start);
  const query = mark < 0 ? '' : bare.slice(mark + 1);
  const place = bare.slice(start, mark < 0 ? undefined : mark);
  if (scheme !== null) return { scheme, ...splitAuthority(place), query };
  if (place.startsWith('/') && (hasHost || place[1] !== '/')) {
    return { scheme, authority: null, path: place, query };
  }
  if (place.startsWith('//')) return { scheme, ...splitAuthority(place.slice(2)), query };
  const first = place.split('/', 1)[0]!;
  const isBareHost = /^www\./i.test(first) || !hasHost;
  if (isBareHost && isHostName(normalizeHost(first) ?? ''))
    return { scheme, ...splitAuthority(place), query };
  return { scheme, authority: null, path: place, query };
}

function splitAuthority(place: string): { authority: string; path: string } {
  const slash = place.indexOf('/');
  return slash < 0
    ? { authority: place, path: '/' }
    : { authority: place.slice(0, slash), path: place.slice(slash) };
}

/** Whether a segment has what addresses and tokens are made of; most have not. */
function mayBePersonal(segment: string): boolean {
  return segment.length >= 7 && (segment.length >= 32 || /[@%:._]|^(?:AKIA|xox)/.test(segment));
}

function redactPath(path: string): { path: string; redacted: number } {
  let redacted = 0;
  const segments = path.split('/').map((segment) => {
    if (!mayBePersonal(segment)) return segment;
    const kind = classifyPersonalValue(decodePercent(segment.slice(0, maxSegment)));
    if (kind === null || kind === 'phone') return segment;
    redacted++;
    return redactedSegment;
  });
  return redacted === 0 ? { path, redacted } : { path: segments.join('/'), redacted };
}

function tidyPath(path: string): string {
  const written = /^[!-~]*$/.test(path) ? path : path.replace(/[\p{Cc}\p{Cs}\s]+/gu, '%20');
  const rooted =
    written === '' || written.startsWith('/') || written === '*' ? written : `/${written}`;
  return rooted.slice(0, maxPath).replace(/[\ud800-\udbff]$/, '');
}

/** Cuts a URL that was taken apart down to what is kept. `given` is the host where the URL has none. */
export function keepOfUrl(split: SplitUrl, given: string | null): PageUrl {
  const hostname = (split.authority === null ? null : normalizeHost(split.authority)) ?? given;
  const { path, redacted } = redactPath(tidyPath(split.path));
  const params = parseQueryParams(split.query);
  const { utm, clickIds } = params;
  return { hostname, path, utm, clickIds, redacted: redacted + params.redacted };
}

/**
 * Reads a page's URL, absolute or not, or a bare path. The URL's own host wins over `host`, the
 * host column or the site of the export. Of the query only utm_* and click ids are kept, and path
 * segments that look like an e-mail address, an IP address or a token are replaced. Never throws.
 */
export function parsePageUrl(url: string, host: string | null = null): PageUrl {
  const given = host === null ? null : normalizeHost(host);
  return keepOfUrl(splitUrl(url === '-' ? '' : url, given !== null), given);
}
