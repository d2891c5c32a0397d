import { murmur3h1OfTexts } from '../../lib/murmur3.ts';
import { unknownCountry } from './country-lookup.ts';
import type { CountryLookup } from './country-lookup.ts';
import { describeAgent, readAgent } from './device.ts';
import type { AgentDescription } from './device.ts';
import { parseClientAddress } from './ip-address.ts';
import type { ClientAddress } from './ip-address.ts';
import { isUnreliable, visitorKey, withSecret } from './visitor-id.ts';
import type { IdentityMode } from './visitor-id.ts';
import { compileVisitorRules, overrideDevice } from './visitor-rules.ts';
import type { CompiledVisitorRules, VisitorRules } from './visitor-rules.ts';

/** Columns of one length; null or '' is absent. */
export interface VisitorInput {
  ip: (string | null)[];
  userAgent: (string | null)[];
  anonymousId: (string | null)[];
  userId: (string | null)[];
}

export interface VisitorContext {
  hasUserAgentColumn: boolean;
  hasEventNames: boolean;
  identity: Exclude<IdentityMode, { mode: 'rotating' }>;
  countries: CountryLookup;
  /** A person's own, which go before all others. */
  rules: VisitorRules;
}

/** Columns as long as the input's. A row with a `reject` has no other value to rely on. */
export interface VisitorOutput {
  visitorId: BigInt64Array;
  /** ISO 3166-1 alpha-2 or `Unknown`. */
  country: string[];
  brand: (string | null)[];
  deviceType: string[];
  os: (string | null)[];
  browser: (string | null)[];
  /** 0 or 1, like the two below. */
  isBot: Uint8Array;
  botReason: (string | null)[];
  hasPublicIp: Uint8Array;
  /** 1 where nothing but the user agent tells visitors apart. */
  unreliable: Uint8Array;
  reject: (string | null)[];
}

/** A function that remembers its results. */
function remembering<T>(make: (text: string) => T): (text: string | null) => T {
  const known = new Map<string, T>();
  return (text) => {
    const key = text ?? '';
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

interface Place {
  address: ClientAddress;
  country: string;
}

function emptyOutput(count: number): VisitorOutput {
  return {
    visitorId: new BigInt64Array(count),
    country: new Array<string>(count),
    brand: new Array<string | null>(count),
    deviceType: new Array<string>(count),
    os: new Array<string | null>(count),
    browser: new Array<string | null>(count),
    isBot: new Uint8Array(count),
    botReason: new Array<string | null>(count),
    hasPublicIp: new Uint8Array(count),
    unreliable: new Uint8Array(count),
    reject: new Array<string | null>(count),
  };
}

function writeAgent(out: VisitorOutput, i: number, agent: AgentDescription): void {
  out.brand[i] = agent.brand;
  out.deviceType[i] = agent.type;
  out.os[i] = agent.os;
  out.browser[i] = agent.browser;
  out.isBot[i] = agent.isBot ? 1 : 0;
  out.botReason[i] = agent.botReason;
}

function writePlace(out: VisitorOutput, i: number, { address, country }: Place): void {
  out.country[i] = country;
  out.hasPublicIp[i] = address.kind === 'ip' && address.isPublic ? 1 : 0;
  out.reject[i] = address.kind === 'invalid' ? 'not an IP address' : null;
}

/** The country of an address, and the person's rule that gave it; null: none did. */
export function countryOf(
  address: ClientAddress,
  rules: CompiledVisitorRules,
  countries: CountryLookup,
): { value: string; rule: string | null } {
  if (address.kind !== 'ip') return { value: unknownCountry, rule: null };
  const rule = rules.country(address.words);
  return { value: rule?.country ?? countries.lookup(address.words), rule: rule?.name ?? null };
}

/** Describes agents, each once for every verdict that a rule gives on it. */
function agentReader(
  { hasUserAgentColumn, rules: { bots } }: VisitorContext,
  rules: CompiledVisitorRules,
): (raw: string | null, address: ClientAddress) => AgentDescription {
  const readers = [undefined, ...bots].map((verdict) => {
    const describe = remembering((raw) =>
      overrideDevice(describeAgent(raw, hasUserAgentColumn, verdict), rules.device(readAgent(raw))),
    );
    return [verdict, describe] as const;
  });
  const ofVerdict = new Map(readers);
  return (raw, address) => {
    const words = address.kind === 'ip' ? address.words : undefined;
    const verdict = bots.length === 0 ? undefined : rules.bot(readAgent(raw), words);
    return ofVerdict.get(verdict)!(raw);
  };
}

/** Names visitors and describes their place and device; each distinct address and agent is read once. */
export function enrichVisitors(input: VisitorInput, context: VisitorContext): VisitorOutput {
  const count = input.ip.length;
  const out = emptyOutput(count);
  const keys = new Array<string>(count);
  const rules = compileVisitorRules(context.rules);
  const placeOf = remembering<Place>((raw) => {
    const address = parseClientAddress(raw);
    return { address, country: countryOf(address, rules, context.countries).value };
  });
  const agentOf = agentReader(context, rules);
  for (let i = 0; i < count; i++) {
    const place = placeOf(input.ip[i]!);
    const facts = {
      address: place.address,
      userAgent: input.userAgent[i]!,
      anonymousId: input.anonymousId[i]!,
      userId: input.userId[i]!,
    };
    writePlace(out, i, place);
    writeAgent(out, i, agentOf(facts.userAgent, place.address));
    out.unreliable[i] = isUnreliable(facts) ? 1 : 0;
    keys[i] = withSecret(visitorKey(facts), context.identity);
  }
  out.visitorId = murmur3h1OfTexts(keys);
  return out;
}
