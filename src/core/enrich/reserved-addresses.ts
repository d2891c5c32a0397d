import type { AddressWords } from './address-words.ts';

// Blocks that IANA's special-purpose address registries and the multicast registries give to no one
// in particular: the first 32 bits of the block and the length of its prefix.
const reservedIpv4: readonly (readonly [start: number, prefix: number])[] = [
  [0x00000000, 8], // this network
  [0x0a000000, 8], // private
  [0x64400000, 10], // carrier-grade NAT
  [0x7f000000, 8], // loopback
  [0xa9fe0000, 16], // link-local
  [0xac100000, 12], // private
  [0xc0000000, 24], // protocol assignments
  [0xc0000200, 24], // documentation
  [0xc0586300, 24], // 6to4 relays
  [0xc0a80000, 16], // private
  [0xc6120000, 15], // benchmarks
  [0xc6336400, 24], // documentation
  [0xcb007100, 24], // documentation
  [0xe0000000, 4], // multicast
  [0xf0000000, 4], // reserved and broadcast
];

const reservedIpv6: readonly (readonly [start: number, prefix: number])[] = [
  [0x20010000, 23], // protocol assignments, Teredo, benchmarks, ORCHID
  [0x20010db8, 32], // documentation
  [0x20020000, 16], // 6to4
  [0x3fff0000, 20], // documentation
];

function inBlock(word: number, start: number, prefix: number): boolean {
  return (word ^ start) >>> (32 - prefix) === 0;
}

/**
 * Whether an address is private, loopback, link-local, shared, for documentation or benchmarks,
 * multicast, a transition mechanism or unassigned: it tells nothing about a country. Only 2000::/3
 * of IPv6 is global unicast.
 */
export function isReservedAddress(words: AddressWords): boolean {
  const first = words[0]!;
  if (words.length === 1) {
    for (const [start, prefix] of reservedIpv4) if (inBlock(first, start, prefix)) return true;
    return false;
  }
  if (!inBlock(first, 0x20000000, 3)) return true;
  return reservedIpv6.some(([start, prefix]) => inBlock(first, start, prefix));
}
