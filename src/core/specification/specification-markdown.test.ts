import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markdownTable } from './specification-markdown.ts';
import { readTable } from './testing/read-markdown.ts';

const odd = fc.string({
  unit: fc.constantFrom('|', '\\', '\n', '<', '*', '_', '`', '&', ' ', 'a', 'é', '<br>', '{{', '#'),
});
const cell = fc.oneof(fc.string(), odd).filter((text) => !/[\r\v\f\u2028\u2029\u0085]/.test(text));

it('writes tables that a Markdown reader reads back, whatever stands in a cell', () => {
  const width = fc.integer({ min: 1, max: 4 });
  const tables = width.chain((n) => {
    const row = fc.array(cell, { minLength: n, maxLength: n });
    return fc.tuple(row, fc.array(row, { maxLength: 4 }));
  });
  fc.assert(
    fc.property(tables, ([header, rows]) => {
      const back = readTable(`before\n\n${markdownTable(header, rows)}\n\nafter`);
      expect(back).toEqual([header, ...rows].map((row) => row.map((text) => text.trim())));
    }),
  );
});

it('keeps names readable', () => {
  expect(markdownTable(['a'], [['dim_action_type'], ['COUNT(a | b)']])).toBe(
    '| a |\n| --- |\n| dim_action_type |\n| COUNT(a \\| b) |',
  );
});
