import type { AddressWords } from './address-words.ts';
import { parseIpv4, parseIpv6 } from './ip-address.ts';

/** Addresses that share their first `prefix` bits. */
export interface IpRange {
  words: AddressWords;
  /** 0..32 for one word, 0..128 for four. */
  prefix: number;
}

/** Reads `203.0.113.0/24`, `2001:db8::/32` or one address; undefined for anything else. IPv4-mapped ranges are IPv4's. */
export function parseRange(text: string): IpRange | undefined {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const word = parseIpv4(address);
  if (word >= 0) return rangeOf([word], length);
  const groups = parseIpv6(address.toLowerCase());
  if (groups === undefined) return undefined;
  const range = rangeOf(
    [0, 2, 4, 6].map((i) => groups[i]! * 65536 + groups[i + 1]!),
    length,
  );
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  return range !== undefined && isMapped && range.prefix >= 96
    ? { words: range.words.slice(3), prefix: range.prefix - 96 }
    : range;
}

function rangeOf(words: AddressWords, length: string | undefined): IpRange | undefined {
  const bits = words.length * 32;
  const prefix = length === undefined ? bits : Number(length);
  return prefix <= bits ? { words, prefix } : undefined;
}

/** Whether an address of the same family is one of the range. */
export function isInRange(address: AddressWords, { words, prefix }: IpRange): boolean {
  if (address.length !== words.length) return false;
  for (let i = 0, left = prefix; left > 0; i++, left -= 32) {
    const difference = (address[i]! ^ words[i]!) >>> 0;
    if ((left >= 32 ? difference : difference >>> (32 - left)) !== 0) return false;
  }
  return true;
}
