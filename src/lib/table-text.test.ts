import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, markdownTable } from './table-text.ts';

describe('a table as CSV', () => {
  it('guards text against formulas and leaves numbers alone', () => {
    const rows = [['=1+1', -3, 'a "b", c', null]];
    expect(csvText({ columns: ['@x', 'n', 't', 'e'], rows })).toBe(
      `'@x,n,t,e\r\n'=1+1,-3,"a ""b"", c",\r\n`,
    );
  });

  it('is read back as it was by another reader, but for the guard', () => {
    const cell = fc.oneof(fc.string(), fc.integer());
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 })), (rows) => {
        const read: string[][] = parse(csvText({ columns: ['a', 'b'], rows }), {
          record_delimiter: '\r\n',
        });
        const guard = (value: string | number): string =>
          typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
        expect(read.slice(1)).toEqual(rows.map((row) => row.map(guard)));
      }),
    );
  });
});

describe('a table as Markdown', () => {
  it('keeps what would end a cell or begin a tag', () => {
    const rows = [
      ['a|b', 1],
      ['<b>\nnext', 2],
    ];
    expect(markdownTable({ columns: ['Name', 'Count'], rows })).toBe(
      '| Name | Count |\n| --- | ---: |\n| a\\|b | 1 |\n| &lt;b> next | 2 |\n',
    );
  });
});
