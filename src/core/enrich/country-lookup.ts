import { findRange } from '../../lib/range-index.ts';
import type { RangeStarts } from '../../lib/range-index.ts';
import { WorkbenchError } from '../errors.ts';
import { countryRangesMagic } from './encode-country-ranges.ts';
import type { AddressWords } from './address-words.ts';
import { isReservedAddress } from './reserved-addresses.ts';

/** What `dim_country` reads for addresses of no known country. */
export const unknownCountry = 'Unknown';

/** Tells the country of an address. */
export interface CountryLookup {
  /** How many ranges of both families it holds. */
  readonly ranges: number;
  /** ISO 3166-1 alpha-2, or `Unknown` for reserved and unmatched addresses. */
  lookup(address: AddressWords): string;
}

interface Family {
  starts: RangeStarts;
  countries: Uint8Array;
}

class Reader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(length: number): Uint8Array {
    const part = this.bytes.subarray(this.at, this.at + length);
    if (part.length !== length) throw damaged('ends early');
    this.at += length;
    return part;
  }

  text(length: number): string {
    return String.fromCharCode(...this.take(length));
  }

  uint32(): number {
    return this.take(4).reduceRight((value, byte) => value * 256 + byte, 0);
  }

  isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }
}

function damaged(reason: string): WorkbenchError {
  return new WorkbenchError('file-damaged', `country table: ${reason}`);
}

/** Adds `rest << shift` to the number in `words`, the most significant word first. */
function addShifted(words: number[], rest: number, shift: number): void {
  let word = words.length - 1 - (shift >>> 5);
  let carry = rest * 2 ** (shift & 31);
  for (; word >= 0 && carry > 0; word--) {
    const sum = words[word]! + carry;
    words[word] = sum % 4294967296;
    carry = Math.floor(sum / 4294967296);
  }
  if (carry > 0) throw damaged('a range starts after the last address');
}

function readFamily(reader: Reader, wordCount: number): Family {
  const count = reader.uint32();
  const stepBytes = reader.uint32();
  const shifts = reader.take(count);
  const rests = reader.take(stepBytes);
  const starts = Array.from({ length: wordCount }, () => new Uint32Array(count));
  const current = new Array<number>(wordCount).fill(0);
  let at = 0;
  for (let row = 0; row < count; row++) {
    // Seven bits at a time, so that no intermediate number leaves the exact integers.
    let shift = shifts[row]!;
    for (let more = true; more; shift += 7) {
      const byte = rests[at++];
      if (byte === undefined) throw damaged('a step is missing');
      addShifted(current, byte & 127, shift);
      more = byte > 127;
    }
    for (let word = 0; word < wordCount; word++) starts[word]![row] = current[word]!;
  }
  return { starts, countries: reader.take(count) };
}

/** Opens a table made by `encodeCountryRanges`. Throws `file-damaged` when the bytes are not one. */
export function openCountryLookup(bytes: Uint8Array): CountryLookup {
  const reader = new Reader(bytes);
  if (reader.text(4) !== countryRangesMagic) throw damaged('not a table of this version');
  const names = [unknownCountry];
  for (let left = reader.take(1)[0]!; left > 0; left--) names.push(reader.text(2));
  const families = [readFamily(reader, 1), readFamily(reader, 4)];
  if (!reader.isAtEnd()) throw damaged('goes on after its end');
  return {
    ranges: families.reduce((sum, { countries }) => sum + countries.length, 0),
    lookup(address) {
      if (isReservedAddress(address)) return unknownCountry;
      const { starts, countries } = families[address.length === 1 ? 0 : 1]!;
      return names[countries[findRange(starts, address)] ?? 0] ?? unknownCountry;
    },
  };
}
