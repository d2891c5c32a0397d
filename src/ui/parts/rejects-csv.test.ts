import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rejectsCsv } from './rejects-csv.ts';

const rejects = fc.array(
  fc.record({ line: fc.nat(), reason: fc.string(), text: fc.string({ unit: 'binary' }) }),
);

it('is read back by another parser, whatever the records hold', () => {
  fc.assert(
    fc.property(rejects, (list) => {
      const rows = parse(rejectsCsv('a.csv', list), {
        columns: true,
        record_delimiter: '\r\n',
      }) as Record<string, string>[];
      expect(rows.map((row) => Number(row.line))).toEqual(list.map(({ line }) => line));
      const unguarded = rows.map((row) => row.record!.replace(/^'(?=[=+\-@\t\r])/, ''));
      expect(unguarded).toEqual(list.map(({ text }) => text.replace(/^'(?=[=+\-@\t\r])/, '')));
    }),
  );
});

it('guards formulas', () => {
  const csv = rejectsCsv('a.csv', [{ line: 2, reason: '=1+1', text: '@SUM(A1:A9)' }]);
  expect(csv).toBe("file,line,reason,record\r\na.csv,2,'=1+1,'@SUM(A1:A9)\r\n");
});
