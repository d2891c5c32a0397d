import type { CountryRange, CountryRanges } from './country-ranges.ts';

/** First four bytes of the binary; the last is its version. */
export const countryRangesMagic = 'HGC1';

/** Where a run of addresses of one country starts; '' is no country. */
interface Boundary {
  start: bigint;
  country: string;
}

function isNarrower(a: CountryRange, b: CountryRange): boolean {
  return a.end - a.start <= b.end - b.start;
}

/** Ranges that touch but do not overlap: the narrowest range decides, and of equal ones the later. */
function toBoundaries(ranges: readonly CountryRange[], limit: bigint): Boundary[] {
  const sorted = [...ranges].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const boundaries: Boundary[] = [];
  let open: CountryRange[] = [];
  const mark = (start: bigint): void => {
    if (start === limit) return;
    const winner = open.reduce<CountryRange | undefined>(
      (best, range) => (!best || isNarrower(range, best) ? range : best),
      undefined,
    );
    const country = winner?.country ?? '';
    if (boundaries.at(-1)?.start === start) boundaries.pop();
    if ((boundaries.at(-1)?.country ?? '') !== country) boundaries.push({ start, country });
  };
  const closeBefore = (start: bigint): void => {
    while (open.length > 0) {
      const end = open.reduce(
        (least, range) => (range.end < least ? range.end : least),
        open[0]!.end,
      );
      if (end >= start) return;
      open = open.filter((range) => range.end > end);
      mark(end + 1n);
    }
  };
  for (const range of sorted) {
    closeBefore(range.start);
    open.push(range);
    mark(range.start);
  }
  closeBefore(limit);
  return boundaries;
}

function pushVarint(bytes: number[], value: bigint): void {
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
}

function uint32(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
}

/** Three streams one after another, which compress better than mixed. */
function encodeFamily(boundaries: readonly Boundary[], countries: readonly string[]): number[] {
  const numbers = new Map(countries.map((country, i) => [country, i]));
  const shifts: number[] = [];
  const steps: number[] = [];
  let previous = 0n;
  for (const { start } of boundaries) {
    let step = start - previous;
    let shift = 0;
    for (; step !== 0n && (step & 1n) === 0n; shift++) step >>= 1n;
    shifts.push(shift);
    pushVarint(steps, step);
    previous = start;
  }
  const codes = boundaries.map(({ country }) => numbers.get(country)!);
  return [...uint32(boundaries.length), ...uint32(steps.length)].concat(shifts, steps, codes);
}

/**
 * The binary form that `openCountryLookup` reads: magic; number of countries and their codes, two
 * bytes each; then for IPv4 and for IPv6: number of ranges and bytes of the second stream (uint32,
 * little-endian), then for each range the trailing zero bits of the step from the start before it,
 * the rest of that step (varint), and the number of its country (0: none).
 */
export function encodeCountryRanges(ranges: CountryRanges): Uint8Array<ArrayBuffer> {
  const families = [toBoundaries(ranges.ipv4, 2n ** 32n), toBoundaries(ranges.ipv6, 2n ** 128n)];
  const known = new Set(families.flat().map(({ country }) => country));
  known.delete('');
  const countries = [...known].sort();
  const head = [
    ...(countryRangesMagic + String.fromCharCode(countries.length) + countries.join('')),
  ];
  const parts = families.map((family) => encodeFamily(family, ['', ...countries]));
  return Uint8Array.from(head.map((letter) => letter.charCodeAt(0)).concat(...parts));
}
