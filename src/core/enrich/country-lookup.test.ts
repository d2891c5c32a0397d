import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCountryLookup } from './country-lookup.ts';
import type { CountryLookup } from './country-lookup.ts';
import { parseCountryRangesCsv } from './country-ranges.ts';
import { encodeCountryRanges } from './encode-country-ranges.ts';
import { parseClientAddress } from './ip-address.ts';
import { isReservedAddress } from './reserved-addresses.ts';

const packageFolder = new URL(
  '../../../node_modules/@ip-location-db/geo-whois-asn-country/',
  import.meta.url,
);

function readPackage(file: string): string {
  return readFileSync(new URL(`geo-whois-asn-country-${file}.csv`, packageFolder), 'utf8');
}

function open(csv: string): CountryLookup {
  return openCountryLookup(encodeCountryRanges(parseCountryRangesCsv(csv)));
}

function countryOf(lookup: CountryLookup, text: string): string {
  const address = parseClientAddress(text);
  if (address.kind !== 'ip') throw new Error(`not an address: ${text}`);
  return lookup.lookup(address.words);
}

describe('a small table', () => {
  const table = open(
    '8.8.0.0,8.8.255.255,US\n8.8.4.0,8.8.4.255,CH\n2a00::,2a00:0:0:1::5,DE\n9.0.0.0,9.0.0.0,fr\n',
  );

  it.each([
    ['8.7.255.255', 'Unknown'],
    ['8.8.0.0', 'US'],
    ['8.8.3.255', 'US'],
    ['8.8.4.0', 'CH'],
    ['8.8.4.255', 'CH'],
    ['8.8.5.0', 'US'],
    ['8.8.255.255', 'US'],
    ['8.9.0.0', 'Unknown'],
    ['::ffff:8.8.4.4', 'CH'],
    ['9.0.0.0', 'FR'],
    ['9.0.0.1', 'Unknown'],
    ['2a00::', 'DE'],
    ['2a00:0:0:1::5', 'DE'],
    ['2a00:0:0:1::6', 'Unknown'],
    ['10.0.0.1', 'Unknown'],
  ])('%s is %s', (address, country) => {
    expect(countryOf(table, address)).toBe(country);
  });

  it('holds reserved addresses Unknown even where a table names them', () => {
    expect(countryOf(open('0.0.0.0,255.255.255.255,US'), '192.168.1.1')).toBe('Unknown');
    expect(countryOf(open('0.0.0.0,255.255.255.255,US'), '223.255.255.255')).toBe('US');
  });

  it.each([
    '1.0.0.0,1.0.0.255',
    '1.0.0.9,1.0.0.1,US',
    '1.0.0.0,::1,US',
    '1.0.0.0,1.0.0.1,USA',
    'start,end,country',
  ])('refuses the line "%s" with its number', (line) => {
    expect(() => parseCountryRangesCsv(`1.0.0.0,1.0.0.255,AU\n${line}`)).toThrow(
      expect.objectContaining({ code: 'format-refused', details: { line: 2 } }),
    );
  });

  it('refuses damaged bytes', () => {
    const bytes = encodeCountryRanges(parseCountryRangesCsv('1.0.0.0,1.0.0.255,AU'));
    const damaged = [
      bytes.subarray(0, bytes.length - 1),
      Uint8Array.of(...bytes, 0),
      new Uint8Array(8),
    ];
    for (const wrong of damaged) {
      expect(() => openCountryLookup(wrong)).toThrow(
        expect.objectContaining({ code: 'file-damaged' }),
      );
    }
  });

  it('lets the narrowest of overlapping ranges decide, as a scan would', () => {
    const range = fc.tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom('AA', 'BB', 'CC'),
    );
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (drawn) => {
        const base = 2 ** 24;
        const ranges = drawn.map(([start, size, country]) => ({
          start: base + start,
          end: base + start + size,
          country,
        }));
        ranges.sort((a, b) => a.start - b.start);
        const lookup = open(
          ranges.map(({ start, end, country }) => `${start},${end},${country}`).join('\n'),
        );
        for (let key = base; key < base + 90; key++) {
          let best: (typeof ranges)[number] | undefined;
          for (const candidate of ranges) {
            if (key < candidate.start || key > candidate.end) continue;
            if (!best || candidate.end - candidate.start <= best.end - best.start) best = candidate;
          }
          expect(lookup.lookup([key])).toBe(best?.country ?? 'Unknown');
        }
      }),
    );
  });
});

describe('the table that ships', () => {
  let lookup: CountryLookup;
  let size = 0;
  beforeAll(() => {
    const bytes = encodeCountryRanges(
      parseCountryRangesCsv(readPackage('ipv4') + readPackage('ipv6')),
    );
    size = bytes.length;
    lookup = openCountryLookup(bytes);
  }, 30_000);

  /** Scans the decimal lines of the package, another file than the one that was encoded. */
  function scan(file: string, keys: readonly bigint[]): string[] {
    const best = keys.map(() => ({ width: -1n, country: 'Unknown' }));
    const order = keys.map((_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
    for (const line of readPackage(file).trimEnd().split('\n')) {
      const [start, end, country] = line.split(',') as [string, string, string];
      const [from, to] = [BigInt(start), BigInt(end)];
      let low = 0;
      for (let high = order.length; low < high;) {
        const middle = (low + high) >> 1;
        if (keys[order[middle]!]! < from) low = middle + 1;
        else high = middle;
      }
      for (; low < order.length && keys[order[low]!]! <= to; low++) {
        const held = best[order[low]!]!;
        if (held.width < 0n || to - from <= held.width)
          Object.assign(held, { width: to - from, country });
      }
    }
    return best.map(({ country }) => country);
  }

  function toWords(key: bigint, count: number): number[] {
    return Array.from({ length: count }, (_, i) =>
      Number((key >> BigInt(32 * (count - 1 - i))) & 0xffffffffn),
    );
  }

  function bounds(file: string): bigint[] {
    const lines = readPackage(file).trimEnd().split('\n');
    const picked = lines.filter((_, i) => i % 97 === 0 || i === lines.length - 1);
    return picked.flatMap((line) => {
      const [start, end] = line.split(',').slice(0, 2).map(BigInt) as [bigint, bigint];
      return [start - 1n, start, end, end + 1n];
    });
  }

  it.each([
    ['ipv4-num', 1, fc.bigInt({ min: 0n, max: 2n ** 32n - 1n })],
    ['ipv6-num', 4, fc.bigInt({ min: 2n ** 125n, max: 2n ** 125n + 2n ** 124n })],
  ] as const)('finds what a scan of the lines finds (%s)', (file, count, drawn) => {
    const keys = [...bounds(file), ...fc.sample(drawn, 1000)];
    const expected = scan(file, keys);
    const wrong = keys.filter((key, i) => {
      const words = toWords(key, count);
      return lookup.lookup(words) !== (isReservedAddress(words) ? 'Unknown' : expected[i]);
    });
    expect(wrong).toEqual([]);
    expect(new Set(expected).size).toBeGreaterThan(50);
  });

  it('fits into two megabytes', () => {
    expect(size).toBeLessThan(2_000_000);
  });

  it.each([
    ['8.8.8.8', 'US'],
    ['2a02:2e0::1', 'DE'],
    ['194.109.6.66', 'NL'],
  ])('knows well-known addresses: %s is in %s', (address, country) => {
    expect(countryOf(lookup, address)).toBe(country);
  });
});
