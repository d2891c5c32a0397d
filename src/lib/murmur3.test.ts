import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import murmurhash from 'murmurhash3js-revisited';
import { describe, expect, it } from 'vitest';
import { murmur3h1, murmur3h1OfTexts } from './murmur3.ts';
import { sharedData } from './testing/shared-data.ts';

const utf8 = new TextEncoder();

function h1(hex: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`));
}

function oracle(bytes: Uint8Array): bigint {
  return h1(murmurhash.x64.hash128([...bytes]));
}

// From murmur_test.go of github.com/spaolacci/murmur3 (seed 0).
const published = [
  ['', '00000000000000000000000000000000'],
  ['hello', 'cbd8a7b341bd9b025b1e906a48ae1d19'],
  ['hello, world', '342fac623a5ebc8e4cdcbc079642414d'],
  ['19 Jan 2038 at 3:14:07 AM', 'b89e5988b737affc664fc2950231b2cb'],
  ['The quick brown fox jumps over the lazy dog.', 'cd99481f9ee902c9695da1a38987b6e7'],
] as const;

describe('murmur3h1', () => {
  it.each(published)('gives the published hash of "%s"', (text, hex) => {
    expect(murmur3h1(utf8.encode(text))).toBe(h1(hex));
  });

  it('agrees with the library on every length from 0 to 64 and around larger blocks', () => {
    for (const length of [...Array(65).keys(), 8175, 8176, 8192, 8193, 70_001]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + length * 7) & 255);
      expect(murmur3h1(bytes), `length ${length}`).toBe(oracle(bytes));
    }
  });

  it('agrees with the library on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => murmur3h1(bytes) === oracle(bytes)),
      { numRuns: 500 },
    );
  });

  const vectors = sharedData('murmur3/vectors.json');
  it.skipIf(!vectors)('gives the vectors of the shared data (needs ../shared/data)', () => {
    interface Vector {
      utf8?: string;
      key?: string;
      seed: number;
      x64_128?: string;
      x64_h1_signed_bigint?: string;
    }
    const file = JSON.parse(readFileSync(vectors!, 'utf8')) as Record<string, Vector[]>;
    let checked = 0;
    for (const vector of [...file['published']!, ...file['computed']!]) {
      const text = vector.utf8 ?? vector.key;
      if (text === undefined || vector.seed !== 0 || !vector.x64_128) continue;
      const hash = murmur3h1(utf8.encode(text));
      expect(hash, text).toBe(h1(vector.x64_128));
      if (vector.x64_h1_signed_bigint) expect(String(hash)).toBe(vector.x64_h1_signed_bigint);
      checked++;
    }
    expect(checked).toBeGreaterThan(5);
  });
});

describe('murmur3h1OfTexts', () => {
  it('hashes the UTF-8 bytes of each text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 })), (texts) => {
        const expected = texts.map((text) => oracle(utf8.encode(text)));
        expect([...murmur3h1OfTexts(texts)]).toEqual(expected);
      }),
    );
  });

  it('does not mix a text with the longer one before it', () => {
    const [, short] = murmur3h1OfTexts(['x'.repeat(300), 'ab']);
    expect(short).toBe(oracle(utf8.encode('ab')));
  });
});
