import { UAParser } from 'ua-parser-js';
import { findBotReason } from './bot.ts';
import { findDeviceBrand, normalizeBrand } from './device-brand.ts';
import type { DeviceType } from './device-types.ts';
import type { BotRule } from '../rules/rules.ts';

/** What a user agent says of its device. Names come without versions. */
export interface AgentDescription {
  /** Null for bots and for agents that carry no brand, such as a Windows computer's. */
  brand: string | null;
  type: DeviceType;
  os: string | null;
  browser: string | null;
  isBot: boolean;
  botReason: string | null;
}

// No browser sends more; a longer text costs the rule lists time.
const maxLength = 1024;
const desktopSystem =
  /^(?:Windows|Mac OS|Linux|Chromium OS|Ubuntu|Debian|Fedora|.*BSD|Solaris|CentOS|Mint|SUSE|Gentoo|Arch|Red Hat|Mageia|Mandriva|AIX|HP-UX|Haiku|BeOS|OS\/2|Unix|GNU|RISC OS|AmigaOS|Raspbian)\b/;
const types = new Map<string, DeviceType>([
  ['mobile', 'mobile'],
  ['tablet', 'tablet'],
  ['smarttv', 'tv'],
  ['console', 'console'],
  ['wearable', 'wearable'],
  ['embedded', 'other'],
]);

function toType(type: string | undefined, os: string | null): DeviceType {
  if (type !== undefined) return types.get(type) ?? 'other';
  if (os === null) return 'other';
  if (desktopSystem.test(os))
    return os === 'Windows Phone' || os === 'Windows Mobile' ? 'mobile' : 'desktop';
  return os === 'Android' || os === 'iOS' || os === 'HarmonyOS' ? 'mobile' : 'other';
}

function bot(reason: string, os: string | null, browser: string | null): AgentDescription {
  return { brand: null, type: 'bot', os, browser, isBot: true, botReason: reason };
}

const unknownDevice: AgentDescription = {
  ...{ brand: null, type: 'other', os: null, browser: null },
  ...{ isBot: false, botReason: null },
};

/** Whether the field stands for an absent user agent. */
export function isEmptyAgent(userAgent: string | null): boolean {
  return userAgent === null || userAgent === '-' || userAgent.trim() === '';
}

/** The text of a user agent that is looked at; '' for an absent one. */
export function readAgent(userAgent: string | null): string {
  return isEmptyAgent(userAgent) ? '' : userAgent!.slice(0, maxLength);
}

/**
 * Describes a user agent. An empty one is a bot's where the source has a user-agent column; without
 * such a column nothing is known, and nothing is called a bot. `verdict`: a person's rule, which goes before all of that.
 */
export function describeAgent(
  userAgent: string | null,
  hasUserAgentColumn: boolean,
  verdict?: Pick<BotRule, 'name' | 'isBot'>,
): AgentDescription {
  const ruled = verdict?.isBot === true ? `rule: ${verdict.name}` : null;
  const text = readAgent(userAgent);
  if (text === '') {
    const reason = verdict === undefined && hasUserAgentColumn ? 'empty user agent' : ruled;
    return reason === null ? unknownDevice : bot(reason, null, null);
  }
  const parser = new UAParser(text);
  const os = parser.getOS().name ?? (/\bWindows\b/.test(text) ? 'Windows' : null);
  const browser = parser.getBrowser().name ?? null;
  const reason = verdict === undefined ? findBotReason(text) : ruled;
  if (reason !== null) return bot(reason, os, browser);
  const device = parser.getDevice();
  const type = toType(device.type, os);
  const ownBrand = normalizeBrand(device.vendor);
  const brand = ownBrand ?? (type === 'desktop' ? null : findDeviceBrand(text));
  return { brand, type, os, browser, isBot: false, botReason: null };
}
