import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('meets the published check value', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

it('agrees with the trailer of gzip, in one piece or in two', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
      const trailer = gzipSync(bytes).readUInt32LE(gzipSync(bytes).length - 8);
      expect(crc32(bytes)).toBe(trailer);
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(trailer);
    }),
  );
});
