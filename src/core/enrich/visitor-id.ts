import { murmur3h1 } from '../../lib/murmur3.ts';
import { isEmptyAgent } from './device.ts';
import type { ClientAddress } from './ip-address.ts';

/**
 * How visitor ids are made. `plain`: reproducible by any engine with murmur3_x64_128. `keyed`: a
 * secret of the workspace comes first. `rotating`: a secret a day (ds to secret), destroyed later.
 */
export type IdentityMode =
  | { mode: 'plain' }
  | { mode: 'keyed'; secret: string }
  | { mode: 'rotating'; secrets: ReadonlyMap<string, string> };

/** What of a record tells its visitor. Null and '' are absent. */
export interface VisitorFacts {
  address: ClientAddress;
  userAgent: string | null;
  anonymousId: string | null;
  userId: string | null;
}

function present(text: string | null): string {
  const trimmed = text?.trim() ?? '';
  return trimmed === '-' ? '' : trimmed;
}

/** Whether only the user agent tells visitors apart, so that their number is not to be relied on. */
export function isUnreliable({ address, anonymousId, userId }: VisitorFacts): boolean {
  const hasAddress = address.kind === 'ip' || address.kind === 'name';
  return !hasAddress && present(anonymousId) === '' && present(userId) === '';
}

/**
 * The text whose hash is the visitor id: `ip|user agent` with the address in canonical form and the
 * whole user agent (`-` counts as empty); without an address the anonymous id, else the user id,
 * else the user agent.
 */
export function visitorKey(facts: VisitorFacts): string {
  const { address, anonymousId, userId } = facts;
  const agent = isEmptyAgent(facts.userAgent) ? '' : facts.userAgent!;
  if (address.kind === 'ip' || address.kind === 'name') return `${address.canonical}|${agent}`;
  return present(anonymousId) || present(userId) || agent;
}

/** The key as it is hashed. `ds` (YYYY-MM-DD) is asked for in the rotating mode only; throws without that day's secret. */
export function withSecret(key: string, identity: IdentityMode, ds?: string): string {
  if (identity.mode === 'plain') return key;
  const secret = identity.mode === 'keyed' ? identity.secret : identity.secrets.get(ds ?? '');
  if (!secret) throw new RangeError(`no identity secret${ds === undefined ? '' : ` for ${ds}`}`);
  return `${secret}|${key}`;
}

const utf8 = new TextEncoder();
const canonicalInteger = /^(?:0|-?[1-9]\d{0,18})$/;

/** An account's number: a canonical integer that fits 64 bits stays exact, any other id becomes the murmur3 h1 of its UTF-8 bytes. */
export function userIdNumber(raw: string): bigint {
  const id = raw.trim();
  if (canonicalInteger.test(id)) {
    const exact = BigInt(id);
    if (BigInt.asIntN(64, exact) === exact) return exact;
  }
  return murmur3h1(utf8.encode(id));
}
