import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueryResult } from '../workbench.ts';
import { csvLine, renderTable, toJson } from './output.ts';
import { openProgress } from './progress.ts';
import { formatResult } from './query-text.ts';

describe('csvLine', () => {
  it('is read back by another reader of CSV', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '"', ',', '\n', '\r\n', ' a '),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        expect(
          parse(`${csvLine(cells)}\n`, { relax_column_count: true, record_delimiter: '\n' }),
        ).toEqual([cells]);
      }),
    );
  });

  it('tells null from an empty text', () => {
    expect(csvLine([null, '', 1.5, true, { a: 'b,' }])).toBe(',"",1.5,true,"{""a"":""b,""}"');
  });
});

it('writes integers beyond the safe range as text', () => {
  expect(toJson([9007199254740991n, 9007199254740993n, { n: 1n }])).toBe(
    '[9007199254740991,"9007199254740993",{"n":1}]',
  );
});

it('renders a table with numbers to the right and no control characters', () => {
  const lines = renderTable(
    ['name', 'n'],
    [
      ['a\u001b[2Jb\n', 1],
      [null, 1284],
    ],
  ).split('\n');
  expect(lines).toEqual([
    'name            n',
    '-----------  ----',
    String.raw`a\x1b[2Jb\n     1`,
    'null         1284',
    '',
  ]);
});

describe('formatResult', () => {
  const result: QueryResult = {
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'm', type: 'MAP(VARCHAR, VARCHAR)' },
      { name: 'id', type: 'BIGINT' },
    ],
    rows: [
      [1, { k: 'v' }, '9007199254740993'],
      [2, null, null],
    ],
    truncated: false,
  };
  const textOf = (format: 'table' | 'csv' | 'json', of = result) =>
    [...formatResult(of, format)].join('');

  it('gives an array of row objects, no column lost', () => {
    expect(JSON.parse(textOf('json'))).toEqual([
      { id: 1, m: { k: 'v' }, 'id:1': '9007199254740993' },
      { id: 2, m: null, 'id:1': null },
    ]);
    expect(JSON.parse(textOf('json', { ...result, rows: [] }))).toEqual([]);
  });

  it('gives CSV with a header', () => {
    expect(textOf('csv')).toBe('id,m,id:1\n1,"{""k"":""v""}",9007199254740993\n2,,\n');
  });
});

describe('progress', () => {
  it('redraws a line on a terminal, and wipes it', () => {
    const written: string[] = [];
    let now = 0;
    const progress = openProgress(
      { write: (text) => written.push(text), isTTY: true, columns: 21 },
      () => now,
    );
    progress.tell({ step: 'read', share: 0.5, rows: 1284, file: 'a-long-name.csv' });
    progress.tell({ step: 'read', share: 0.51 });
    now = 200;
    progress.tell({ step: 'read', share: 0.52 });
    progress.end();
    expect(written).toEqual([
      '\r\u001b[K50 %  reading  1,284',
      '\r\u001b[K52 %  reading',
      '\r\u001b[K',
    ]);
  });

  it('writes a line a step and every ten seconds elsewhere', () => {
    const written: string[] = [];
    let now = 0;
    const progress = openProgress({ write: (text) => written.push(text) }, () => now);
    for (now = 0; now <= 20_000; now += 1000) progress.tell({ step: 'read', share: now / 40_000 });
    progress.tell({ step: 'publish', share: 0.9 });
    progress.end();
    expect(written).toEqual([
      '0 %  reading\n',
      '25 %  reading\n',
      '50 %  reading\n',
      '90 %  publishing\n',
    ]);
  });
});
