import { murmur3h1OfTexts } from '../../lib/murmur3.ts';
import type { BotRule, CountryRule, DeviceRule, Rules } from '../rules/rules.ts';
import type { AgentDescription } from './device.ts';
import { isInRange, parseRange } from './ip-range.ts';
import type { AddressWords } from './address-words.ts';

/** Rules about who a visitor is and where; they need the address and the user agent, which are never kept. */
export type VisitorRules = Pick<Rules, 'bots' | 'devices' | 'countries'>;

/** The rule that decides about a visitor; undefined: none does. Texts of user agents come cut to a length that is read quickly. */
export interface CompiledVisitorRules {
  /** `address`: undefined where the field holds none. */
  bot(userAgent: string, address: AddressWords | undefined): BotRule | undefined;
  device(userAgent: string): DeviceRule | undefined;
  /** That of the narrowest range. */
  country(address: AddressWords): CountryRule | undefined;
}

/** Makes the functions that find the rules for a visitor. Rules are sound: see `loadRules`. */
export function compileVisitorRules({
  bots,
  devices,
  countries,
}: VisitorRules): CompiledVisitorRules {
  const botsCompiled = bots.map((rule) => ({
    rule,
    userAgent: rule.when.userAgent === undefined ? undefined : agentTest(rule.when.userAgent),
    range: rule.when.address === undefined ? undefined : parseRange(rule.when.address)!,
  }));
  const devicesCompiled = devices.map((rule) => ({ rule, holds: agentTest(rule.userAgent) }));
  const ranges = countries
    .map((rule) => ({ rule, range: parseRange(rule.address)! }))
    .sort((a, b) => b.range.prefix - a.range.prefix);
  return {
    bot: (text, address) =>
      botsCompiled.find(
        ({ userAgent, range }) =>
          (userAgent?.(text) ?? true) &&
          (range === undefined || (address !== undefined && isInRange(address, range))),
      )?.rule,
    device: (text) => devicesCompiled.find(({ holds }) => holds(text))?.rule,
    country: (address) => ranges.find(({ range }) => isInRange(address, range))?.rule,
  };
}

/** A test that remembers: the same agent comes with many addresses. */
function agentTest(pattern: string): (text: string) => boolean {
  const expression = new RegExp(pattern, 'i');
  const known = new Map<string, boolean>();
  return (text) => {
    let holds = known.get(text);
    if (holds === undefined) known.set(text, (holds = expression.test(text)));
    return holds;
  };
}

/** A description with the parts that a rule states in place of its own. A bot stays one: a rule names its system and browser only. */
export function overrideDevice(
  agent: AgentDescription,
  rule: DeviceRule | undefined,
): AgentDescription {
  if (rule === undefined) return agent;
  const { os = agent.os, browser = agent.browser } = rule;
  if (agent.isBot) return { ...agent, os, browser };
  const { brand = agent.brand, type = agent.type } = rule;
  return { ...agent, brand, type: type as AgentDescription['type'], os, browser };
}

/** A text that is another where the rules about visitors are; '' for none. */
export function visitorRulesPrint({ bots, devices, countries }: VisitorRules): string {
  if (bots.length + devices.length + countries.length === 0) return '';
  const [hash = 0n] = murmur3h1OfTexts([JSON.stringify([bots, devices, countries])]);
  return BigInt.asUintN(64, hash).toString(16);
}
