import type { AddressWords } from './address-words.ts';
import { isReservedAddress } from './reserved-addresses.ts';

/** What a client-address field of an export holds. */
export type ClientAddress =
  | { kind: 'ip'; canonical: string; words: AddressWords; isPublic: boolean }
  | { kind: 'name'; canonical: string }
  | { kind: 'none' }
  | { kind: 'invalid' };

const none: ClientAddress = { kind: 'none' };
const invalid: ClientAddress = { kind: 'invalid' };
const absent = new Set(['', '-', 'unknown', 'null', '(null)', 'none']);
const hostName =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/;
const dottedWithPort = /^([\d.]+):\d{1,5}$/;

/**
 * The word of a dotted quad of four plain decimal numbers, or -1. Octal, hex, short and zero-padded
 * forms are refused: programs disagree about what they mean.
 */
export function parseIpv4(text: string): number {
  let word = 0;
  let part = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (part < 0 || dots === 3) return -1;
      word = word * 256 + part;
      part = -1;
      dots++;
    } else {
      const digit = code - 48;
      if (digit < 0 || digit > 9 || part === 0) return -1;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return -1;
    }
  }
  return dots === 3 && part >= 0 ? word * 256 + part : -1;
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (i === parts.length - 1 && part.includes('.')) {
      const word = parseIpv4(part);
      if (word < 0) return undefined;
      groups.push(Math.floor(word / 65536), word % 65536);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

/** The eight 16-bit groups of an IPv6 address (RFC 4291 text forms, no zone), or undefined. */
export function parseIpv6(text: string): number[] | undefined {
  if (text.length > 45 || !text.includes(':')) return undefined;
  const gap = text.indexOf('::');
  if (gap < 0) {
    const groups = parseGroups(text);
    return groups?.length === 8 ? groups : undefined;
  }
  const before = text.slice(0, gap);
  if (before.includes('.')) return undefined;
  const head = parseGroups(before);
  const tail = parseGroups(text.slice(gap + 2));
  if (!head || !tail || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function formatIpv6(groups: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    i = Math.max(i, end);
  }
  const hex = (from: number, to?: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  return start < 0 ? hex(0) : `${hex(0, start)}::${hex(start + length)}`;
}

function fromIpv4(word: number): ClientAddress {
  const canonical = `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
  const words = [word];
  return { kind: 'ip', canonical, words, isPublic: !isReservedAddress(words) };
}

function fromIpv6(groups: readonly number[]): ClientAddress {
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (isMapped) return fromIpv4(groups[6]! * 65536 + groups[7]!);
  const words = [0, 2, 4, 6].map((i) => groups[i]! * 65536 + groups[i + 1]!);
  return { kind: 'ip', canonical: formatIpv6(groups), words, isPublic: !isReservedAddress(words) };
}

function parseOne(text: string): ClientAddress {
  const plain = parseIpv4(text);
  if (plain >= 0)
    return { kind: 'ip', canonical: text, words: [plain], isPublic: !isReservedAddress([plain]) };
  const bare = text.trim().toLowerCase();
  if (absent.has(bare)) return none;
  const inner = bracketed.exec(bare)?.[1] ?? dottedWithPort.exec(bare)?.[1] ?? bare;
  const word = parseIpv4(inner);
  if (word >= 0) return fromIpv4(word);
  if (inner.includes(':')) {
    const groups = parseIpv6(inner.replace(/%[\w.~-]+$/, ''));
    return groups ? fromIpv6(groups) : invalid;
  }
  const name = inner.replace(/\.$/, '');
  return name === 'localhost' || hostName.test(name) ? { kind: 'name', canonical: name } : invalid;
}

/**
 * Reads the client address of a request. A list, as X-Forwarded-For carries, gives its left-most
 * public address, else its left-most address. A port and a zone are taken off and an IPv4-mapped
 * address becomes IPv4. A DNS name (servers that look up host names) is `name`; anything that would
 * have to be guessed at is `invalid`.
 */
export function parseClientAddress(raw: string): ClientAddress {
  if (!raw.includes(',')) return parseOne(raw);
  const entries = raw.split(',').map(parseOne);
  return (
    entries.find((entry) => entry.kind === 'ip' && entry.isPublic) ??
    entries.find((entry) => entry.kind === 'ip') ??
    entries.find((entry) => entry.kind === 'name') ??
    (entries.every((entry) => entry.kind === 'none') ? none : invalid)
  );
}
