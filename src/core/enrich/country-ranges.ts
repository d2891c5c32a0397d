import { WorkbenchError } from '../errors.ts';
import { parseIpv4, parseIpv6 } from './ip-address.ts';

/** Addresses from `start` to `end`, both included, as numbers, and the ISO 3166-1 alpha-2 code of their country. */
export interface CountryRange {
  start: bigint;
  end: bigint;
  country: string;
}

/** Ranges by family. They may overlap: the narrowest one that holds an address tells its country. */
export interface CountryRanges {
  ipv4: CountryRange[];
  ipv6: CountryRange[];
}

const ipv4Limit = 2n ** 32n;
const ipv6Limit = 2n ** 128n;

function parseBound(text: string): { value: bigint; isIpv4: boolean } | undefined {
  if (/^\d{1,39}$/.test(text)) {
    const value = BigInt(text);
    return value < ipv6Limit ? { value, isIpv4: value < ipv4Limit } : undefined;
  }
  const word = parseIpv4(text);
  if (word >= 0) return { value: BigInt(word), isIpv4: true };
  const groups = parseIpv6(text);
  if (!groups) return undefined;
  const hex = groups.map((group) => group.toString(16).padStart(4, '0')).join('');
  return { value: BigInt(`0x${hex}`), isIpv4: false };
}

/**
 * Reads lines of `start,end,country` as ip-location-db publishes them, the bounds as addresses or as
 * decimal numbers, both families mixed or not. Throws `format-refused` with the line number.
 */
export function parseCountryRangesCsv(text: string): CountryRanges {
  const ranges: CountryRanges = { ipv4: [], ipv6: [] };
  let line = 0;
  for (const row of text.replace(/^\ufeff/, '').split('\n')) {
    line++;
    if (row.trim() === '') continue;
    const [first = '', last = '', code = ''] = row
      .split(',')
      .map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
    const start = parseBound(first);
    const end = parseBound(last);
    const country = code.toUpperCase();
    const isSound = start && end && start.isIpv4 === end.isIpv4 && start.value <= end.value;
    if (!isSound || !/^[A-Z]{2}$/.test(country)) {
      throw new WorkbenchError(
        'format-refused',
        `not a country range "start,end,country": line ${line}`,
        { line },
      );
    }
    const family = start.isIpv4 ? ranges.ipv4 : ranges.ipv6;
    family.push({ start: start.value, end: end.value, country });
  }
  return ranges;
}
