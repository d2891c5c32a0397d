import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sharedData } from '../../../lib/testing/shared-data.ts';
import { bytesOf, readInChunks, rowsOf } from '../testing/read-whole.ts';
import { createCsvReader } from './csv-reader.ts';

const three = { delimiter: ',', width: 3, headerLines: 1 };

function read(text: string, dialect = three, sizes = [1 << 20]) {
  return readInChunks(createCsvReader(dialect), bytesOf(text), sizes);
}

const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', '1', ',', ';', '"', '\n', '\r', ' ', 'é', '😀', '\u2028', '\u0085'),
    maxLength: 6,
  }),
  fc.webUrl(),
);

// What the reader reads as absent, or trims before a quote, is told apart by always quoting.
function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

it('gives back random tables whatever the chunks, each record with its first line', () => {
  const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const sizes = fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, lineEnd, sizes, (rows, end, chunks) => {
      let line = 2;
      let text = `a,b,c${end}`;
      const lines: number[] = [];
      for (const row of rows) {
        const record = row.map(quoted).join(',');
        text += record + end;
        lines.push(line);
        line += 1 + (record.match(/\r\n|\n|\r/g)?.length ?? 0);
      }
      const batch = read(text, three, chunks);
      expect(batch.rejects).toEqual([]);
      expect(rowsOf(batch)).toEqual(
        rows.map((row) => row.map((value) => (value === '' ? null : value))),
      );
      expect(batch.lines).toEqual(lines);
    }),
    { numRuns: 300 },
  );
});

it('never throws, and accounts for every line of any bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 80 });
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(bytes, sizes, (input, chunks) => {
      const whole = readInChunks(createCsvReader(three), input, [1 << 20]);
      expect(readInChunks(createCsvReader(three), input, chunks)).toEqual(whole);
    }),
    { numRuns: 500 },
  );
});

it('names the line and the reason of each record it cannot read', () => {
  const nul = String.fromCharCode(0);
  const text = [
    'a,b,c',
    '1,2',
    '',
    '1,2,3',
    '1,2,3,4',
    `1,${nul},3`,
    '1,2,3,',
    '"x"y,2,3',
    '4,5,6',
  ].join('\n');
  const batch = read(text);
  expect(batch.rejects.map(({ line, reason }) => [line, reason])).toEqual([
    [2, '2 fields where 3 are expected'],
    [5, '4 fields where 3 are expected'],
    [6, 'a NUL byte'],
    [8, 'text after a closing quote'],
  ]);
  expect(batch.lines).toEqual([4, 7, 9]);
});

it('rejects only the line of a quote that is never closed', () => {
  const batch = read('a,b,c\n1,"2,3\n4,5,6\n7,8,9\n');
  expect(batch.rejects).toEqual([
    { line: 2, reason: 'a quote is opened and not closed', text: '1,"2,3' },
  ]);
  expect(rowsOf(batch)).toEqual([
    ['4', '5', '6'],
    ['7', '8', '9'],
  ]);
});

it('rejects one record of invalid UTF-8 and keeps its neighbours', () => {
  const bytes = bytesOf('a,b,c\n1,é,3\n4,?,6\n7,8,9\n');
  bytes[bytes.indexOf(63)] = 0xff;
  const batch = readInChunks(createCsvReader(three), bytes, [5]);
  expect(batch.rejects).toEqual([
    { line: 3, reason: 'bytes that are not UTF-8', text: '4,\uFFFD,6' },
  ]);
  expect(rowsOf(batch)).toEqual([
    ['1', 'é', '3'],
    ['7', '8', '9'],
  ]);
});

it('rejects a line of 40 MiB without holding it', () => {
  const reader = createCsvReader(three);
  const chunk = bytesOf('x'.repeat(1 << 20));
  reader.read(bytesOf('a,b,c\n1,2,3\n'), false);
  for (let i = 0; i < 40; i++) expect(reader.read(chunk, false).rejects).toEqual([]);
  const batch = reader.read(bytesOf('\n4,5,6\n'), true);
  expect(batch.rejects.map(({ line, reason }) => [line, reason])).toEqual([
    [3, 'longer than 1 MiB'],
  ]);
  expect(batch.rejects[0]!.text).toHaveLength(2000);
  expect(rowsOf(batch)).toEqual([['4', '5', '6']]);
  expect(batch.lines).toEqual([4]);
});

it('skips a byte order mark', () => {
  expect(rowsOf(read('\uFEFF1,2,3\n', { ...three, headerLines: 0 }, [1]))).toEqual([
    ['1', '2', '3'],
  ]);
});

const spectrum = sharedData('badinput/csv-spectrum');

it.skipIf(!spectrum)('reads csv-spectrum as its own JSON says (needs ../shared/data)', () => {
  // The JSON of location_coordinates holds another phone number than its CSV.
  for (const name of readdirSync(`${spectrum}/csvs`).filter(
    (file) => file !== 'location_coordinates.csv',
  )) {
    const file: unknown = JSON.parse(
      readFileSync(`${spectrum}/json/${name.replace('.csv', '.json')}`, 'utf8'),
    );
    const expected = (Array.isArray(file) ? file : [file]) as Record<string, string>[];
    const names = Object.keys(expected[0]!);
    const reader = createCsvReader({ delimiter: ',', width: names.length, headerLines: 1 });
    const batch = readInChunks(reader, readFileSync(`${spectrum}/csvs/${name}`), [7]);
    const rows = expected.map((record) =>
      names.map((column) => (record[column] === '' ? null : record[column])),
    );
    expect([name, rowsOf(batch)]).toEqual([name, rows]);
  }
});
