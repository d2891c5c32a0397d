import { isHostName, normalizeHost, withoutWww } from './host-name.ts';
import { parseIpv4 } from './ip-address.ts';
import { splitUrl } from './page-url.ts';
import { findSite } from './referrer-sites.ts';
import type { ReferrerSite } from './referrer-sites.ts';

/** What `dim_referrer` reads without a referrer, and where the referrer is no web address. */
export const directReferrer = '(direct)';
const unreadableReferrer = '(unreadable)';
/** Hosts that are bare addresses may be a person's. */
const addressReferrer = '(ip address)';

/** Where a request says it comes from. */
export interface Referrer {
  /** Host in lower case, `(direct)`, `(unreadable)` or `(ip address)`. */
  host: string;
  origin: 'none' | 'own' | 'known' | 'other' | 'unreadable';
  site: ReferrerSite | null;
}

const absent =
  /^(?:|-|null|undefined|\(direct\)|direct|\(none\)|none|about:(?:blank|client|srcdoc))$/i;
const readableSchemes = new Set(['http', 'https', 'android-app', 'ios-app']);

function isAddress(host: string): boolean {
  return host.startsWith('[') || parseIpv4(host) >= 0;
}

/**
 * Reads a referrer: a URL, `android-app://com.linkedin.android/`, or a bare host. `ownHosts` are
 * the hosts of the drop, with or without `www.`; `pageHost`, the requested page's, is one of them.
 */
export function parseReferrer(
  raw: string | null,
  ownHosts: ReadonlySet<string>,
  pageHost: string | null,
): Referrer {
  const text = raw?.trim() ?? '';
  if (absent.test(text)) return { host: directReferrer, origin: 'none', site: null };
  const unreadable: Referrer = { host: unreadableReferrer, origin: 'unreadable', site: null };
  const { scheme, authority, path } = splitUrl(text, false);
  const host = authority === null ? null : normalizeHost(authority);
  if (host === null || (scheme !== null && !readableSchemes.has(scheme))) return unreadable;
  return placeReferrer(host, { ownHosts, pageHost }, (known) => findSite(known, path));
}

/** Reads what is kept of a referrer, `dim_referrer`. `siteOf` tells the known site of a host, as its path is not kept. */
export function readKeptReferrer(
  kept: string,
  own: OwnHosts,
  siteOf: (host: string) => ReferrerSite | null,
): Referrer {
  if (kept === directReferrer) return { host: kept, origin: 'none', site: null };
  if (kept === unreadableReferrer) return { host: kept, origin: 'unreadable', site: null };
  if (kept === addressReferrer) return { host: kept, origin: 'other', site: null };
  return placeReferrer(kept, own, siteOf);
}

interface OwnHosts {
  ownHosts: ReadonlySet<string>;
  pageHost: string | null;
}

function placeReferrer(
  host: string,
  { ownHosts, pageHost }: OwnHosts,
  siteOf: (host: string) => ReferrerSite | null,
): Referrer {
  const bare = withoutWww(host);
  const isOwn = ownHosts.has(host) || ownHosts.has(bare) || ownHosts.has(`www.${bare}`);
  if (isOwn || (pageHost !== null && withoutWww(pageHost) === bare))
    return { host, origin: 'own', site: null };
  if (isAddress(host)) return { host: addressReferrer, origin: 'other', site: null };
  if (!isHostName(host) && host !== 'localhost')
    return { host: unreadableReferrer, origin: 'unreadable', site: null };
  const site = siteOf(host);
  return { host, origin: site ? 'known' : 'other', site };
}
