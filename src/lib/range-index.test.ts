import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRange } from './range-index.ts';

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('findRange', () => {
  it('finds nothing in no ranges', () => {
    expect(findRange([new Uint32Array(0)], [5])).toBe(-1);
    expect(findRange([], [5])).toBe(-1);
  });

  it('finds what a scan of one column finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(uint32), uint32, (unsorted, key) => {
        const starts = Uint32Array.from(unsorted).sort();
        expect(findRange([starts], [key])).toBe(starts.findLastIndex((start) => start <= key));
      }),
    );
  });

  it('compares columns from the most significant word on', () => {
    const near = fc.oneof(uint64, fc.bigInt({ min: 0xfffffff0n, max: 0x10000000fn }));
    fc.assert(
      fc.property(fc.uniqueArray(near), near, (unsorted, key) => {
        const starts = BigUint64Array.from(unsorted).sort();
        const high = Uint32Array.from(starts, (start) => Number(start >> 32n));
        const low = Uint32Array.from(starts, (start) => Number(start & 0xffffffffn));
        const words = [Number(key >> 32n), Number(key & 0xffffffffn)];
        expect(findRange([high, low], words)).toBe(starts.findLastIndex((start) => start <= key));
      }),
    );
  });
});
