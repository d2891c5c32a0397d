import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineScan } from './count-lines.ts';
import { bytesOf } from './testing/read-whole.ts';

function scan(bytes: Uint8Array, sizes: readonly number[]) {
  const scanner = createLineScan();
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    scanner.update(bytes.slice(at, at + size));
    at += size;
  }
  return scanner.finish();
}

it('agrees with splitting the whole text, whatever the chunks', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\n', '\r', '\r\n', 'é', '😀', '\0'),
    maxLength: 40,
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(text, sizes, (content, chunks) => {
      const lines = content.split(/\r\n|\n|\r/);
      if (lines.at(-1) === '') lines.pop();
      const blankAt = lines.flatMap((line, i) => (line === '' ? [i + 1] : []));
      expect(scan(bytesOf(content), chunks)).toEqual({
        lines: lines.length - blankAt.length,
        blankLines: blankAt.length,
        bytes: bytesOf(content).length,
        hasNul: content.includes('\0'),
        invalidUtf8: false,
        hasLoneCr: /\r(?!\n)/.test(content),
        longestLine: Math.max(0, ...lines.map((line) => bytesOf(line).length)),
        blankAt,
      });
    }),
    { numRuns: 500 },
  );
});

it('tells invalid UTF-8 as Node does, across chunks', () => {
  const bytes = fc.array(fc.constantFrom(0x61, 0x0a, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xff), {
    maxLength: 12,
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(bytes, sizes, (content, chunks) => {
      const input = Uint8Array.from(content);
      expect(scan(input, chunks).invalidUtf8).toBe(!isUtf8(input));
    }),
    { numRuns: 1000 },
  );
});
