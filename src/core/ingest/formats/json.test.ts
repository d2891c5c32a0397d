import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../lib/testing/shared-data.ts';
import { decodeSample } from '../decode-sample.ts';
import { detectFormat } from '../detect-format.ts';
import { bytesOf, readInChunks, rowsOf } from '../testing/read-whole.ts';
import { formatOf } from '../detect-format.ts';

function read(text: string, sizes = [1 << 20], sampled = text) {
  const recognition = detectFormat(decodeSample(bytesOf(sampled), sampled === text));
  const batch = readInChunks(formatOf(recognition).openReader(recognition), bytesOf(text), sizes);
  const records = rowsOf(batch).map((row) =>
    Object.fromEntries(
      row.flatMap((cell, c) => (cell === null ? [] : [[recognition.columns[c], cell]])),
    ),
  );
  return { recognition, batch, records };
}

describe('NDJSON', () => {
  it('flattens objects to three levels and keeps the rest as JSON', () => {
    const { recognition, records } = read(
      '{"a":{"b":{"c":{"d":1}},"x":true},"list":[1,{"y":null}],"n":null}\n{"a":{"b":{"c":"text"}},"z":"é"}\n',
    );
    expect(recognition.columns).toEqual(['a.b.c', 'a.x', 'list', 'z', 'extra_properties']);
    expect(records).toEqual([
      { 'a.b.c': '{"d":1}', 'a.x': 'true', list: '[1,{"y":null}]' },
      { 'a.b.c': 'text', z: 'é' },
    ]);
  });

  it('keeps every number as it is written', () => {
    const numbers = [
      '12345678901234567890',
      '9007199254740993',
      '-9007199254740993',
      '1.50',
      '1e3',
      '0.1',
      '42',
      '1717416000000000',
      '1.0E-7',
      '-0.10',
    ];
    const text = numbers
      .map((n) => `{"id":${n},"in text":"id: 12345678901234567890, 1.50 "}\n`)
      .join('');
    const { records } = read(text);
    expect(records.map((record) => record['id'])).toEqual(numbers);
    expect(new Set(records.map((record) => record['in text']))).toEqual(
      new Set(['id: 12345678901234567890, 1.50 ']),
    );
  });

  it('keeps keys that come after the sample, dangerous ones too', () => {
    const first = '{"a":1}\n';
    const { records } = read(
      `${first}{"a":2,"late":3,"__proto__":{"x":"y"},"constructor":"c"}\n`,
      [7],
      first,
    );
    expect(records).toEqual([
      { a: '1' },
      { a: '2', extra_properties: '{"late":"3","__proto__.x":"y","constructor":"c"}' },
    ]);
  });

  it('rejects lines with their reason', () => {
    const deep = `{"a":${'['.repeat(70)}${']'.repeat(70)}}`;
    const lines = [
      '{"a":1}',
      '',
      '{"a":1,}',
      '{"a":NaN}',
      '{"a":1',
      '[1]',
      deep,
      'noise',
      '{"a":2}',
    ];
    const { batch } = read(lines.join('\n'), [3]);
    expect(batch.lines).toEqual([1, 9]);
    expect(batch.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'not valid JSON: a comma before a closing bracket'],
      [4, 'not valid JSON: NaN and Infinity are no numbers there'],
      [5, 'not valid JSON: cut off'],
      [6, 'not a JSON object'],
      [7, 'nested deeper than 64 levels'],
      [8, 'not valid JSON: cut off'],
    ]);
  });
});

describe('JSON array', () => {
  it('gives back random records whatever the chunks and the spacing', () => {
    const record = fc.dictionary(
      fc.constantFrom('a', 'b', 'ü"', 'c]'),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()),
      { minKeys: 1 },
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        sizes,
        fc.constantFrom(0, 2),
        (records, chunks, indent) => {
          const text = JSON.stringify(records, null, indent);
          const { batch, records: seen } = read(text, chunks);
          expect(batch.rejects).toEqual([]);
          expect(seen).toEqual(
            records.map((r) =>
              Object.fromEntries(Object.entries(r).map(([key, value]) => [key, String(value)])),
            ),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds the array inside one object and counts lines', () => {
    const { batch, recognition, records } = read(
      '\uFEFF{\n "total": 2,\n "events": [\n  {"a": "x"},\n  {"a": "y"}\n ],\n "next": null}',
    );
    expect(recognition.label).toBe('JSON array');
    expect(records).toEqual([{ a: 'x' }, { a: 'y' }]);
    expect(batch.lines).toEqual([4, 5]);
  });

  it('rejects one bad element and says when the array is cut off', () => {
    const { batch } = read('[{"a":1},\n{"a":1,},\n{"a":2}, 7,\n{"a":"3');
    expect(batch.lines).toEqual([1, 3]);
    expect(batch.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'not valid JSON: a comma before a closing bracket'],
      [3, 'not a JSON object'],
      [4, 'the JSON array is cut off here'],
    ]);
  });
});

const suite = sharedData('badinput/jsontestsuite/test_parsing');

it.skipIf(!suite)(
  'accepts of jsontestsuite what is JSON and nothing else (needs ../shared/data)',
  () => {
    for (const name of readdirSync(suite!)) {
      const bytes = readFileSync(`${suite}/${name}`);
      // Each case becomes the value of a record, in a line of its own between two good ones.
      if (bytes.includes(10) || bytes.includes(13) || bytes.length > 50_000) continue;
      const wrapped = Buffer.concat([
        Buffer.from('{"v":1}\n{"v":'),
        bytes,
        Buffer.from('}\n{"v":2}\n'),
      ]);
      const recognition = detectFormat(decodeSample(Buffer.from('{"v":1}\n'), false));
      const batch = readInChunks(formatOf(recognition).openReader(recognition), wrapped, [11]);
      const accepted = batch.lines.includes(2);
      expect([name, batch.lines.includes(1), batch.lines.includes(3)]).toEqual([name, true, true]);
      if (name.startsWith('y_')) expect([name, accepted]).toEqual([name, true]);
      // Two records in one value position are not what the suite means by invalid.
      if (name.startsWith('n_')) expect([name, accepted]).toEqual([name, false]);
    }
  },
);
