import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { sharedData } from '../../lib/testing/shared-data.ts';
import { decodeSample } from './decode-sample.ts';
import { detectFormat } from './detect-format.ts';
import { bytesOf } from './testing/read-whole.ts';

function refusal(bytes: Uint8Array): string {
  try {
    return `accepted as ${detectFormat(decodeSample(bytes, true)).label}`;
  } catch (error) {
    if (error instanceof WorkbenchError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function binary(...head: number[]): Uint8Array {
  return Uint8Array.from([...head, ...Array.from({ length: 300 }, (_, i) => (i * 37) % 256)]);
}

describe('refuses what is no export', () => {
  const page = 'this is a web page, not an export: perhaps a login page';
  const cases: [name: string, bytes: Uint8Array, sentence: string][] = [
    [
      'an image',
      binary(0x89, 0x50, 0x4e, 0x47),
      'format-refused: this is an image (PNG), not an export',
    ],
    ['a PDF', bytesOf('%PDF-1.7\n...'), 'format-refused: this is a PDF: export the data as CSV'],
    [
      'a login page',
      bytesOf('\n<!DOCTYPE html>\n<html><body>Sign in</body></html>'),
      `format-refused: ${page}`,
    ],
    ['a page after a comment', bytesOf('<!-- cached --><html>'), `format-refused: ${page}`],
    [
      'an Apache error log',
      bytesOf('[Fri Feb 01 22:03:08.318615 2019] [authz_core:debug] [pid 9] x\n'),
      'format-refused: this is an error log: drop the access log',
    ],
    [
      'an nginx error log',
      bytesOf('2023/11/21 01:16:39 [crit] 2730091#0: *15 failed, client: 192.0.2.1, server: x\n'),
      'format-refused: this is an error log: drop the access log',
    ],
    ['an empty file', new Uint8Array(0), 'file-empty: the file is empty'],
    ['blank lines', bytesOf('\uFEFF \n\r\n'), 'file-empty: the file is empty'],
    ['NULs', new Uint8Array(1000), 'file-damaged: the file holds nothing but NUL bytes'],
    [
      'prose',
      bytesOf('It was a bright cold day\nand the clocks were striking.\n'),
      'format-unknown: this is text, but neither a table (CSV, TSV), nor JSON, nor an access log',
    ],
    [
      'noise',
      binary(3, 1, 4, 1, 5),
      'format-unknown: this is a binary file of a kind that is not known here',
    ],
    [
      'too many columns',
      bytesOf(Array.from({ length: 501 }, (_, i) => `c${i}`).join()),
      'file-too-wide: more than 500 columns: 501',
    ],
    [
      'an array of nothing',
      bytesOf('[]'),
      'no-records: the JSON array holds no objects with values',
    ],
  ];
  it.each(cases)('%s', (_name, bytes, sentence) => {
    expect(refusal(bytes)).toBe(sentence);
  });
});

describe('recognises by content', () => {
  it.each([
    ['time;b\n2024-06-03;2\n', 'CSV, semicolon'],
    ['2024-06-03\t7\n2024-06-04\t8\n', 'TSV, no header'],
    ['{"a":1}\n', 'NDJSON'],
    ['{"tags":[{"x":1}],"t":1}\n{"tags":[],"t":2}\n', 'NDJSON'],
    ['[\n{"a":1}]', 'JSON array'],
    ['::1 - - [25/Oct/2015:04:11:25 +0100] "GET / HTTP/1.1" 200 5\n', 'Common log'],
    ['PAR1....', 'Parquet'],
  ])('%s is %s', (text, label) => {
    expect(detectFormat(decodeSample(bytesOf(text), true)).label).toBe(label);
  });

  it('makes column names unique and safe', () => {
    const { columns } = detectFormat(
      decodeSample(bytesOf('a,a,,__proto__,a_2\nx,y,z,w,v\n'), true),
    );
    expect(columns).toEqual(['a', 'a_2', 'column_3', '__proto__', 'a_2_2']);
  });

  it('tells UTF-16 without a BOM and Windows-1252 from UTF-8 with one bad line', () => {
    const table = 'time,name\n2024-06-03,Zoë\n2024-06-04,Zoë\n2024-06-05,Zoë\n';
    const utf16 = new Uint8Array(Uint16Array.from(table, (c) => c.charCodeAt(0)).buffer);
    const latin = Uint8Array.from(table, (c) => c.charCodeAt(0));
    expect(decodeSample(utf16, true)).toMatchObject({ encoding: 'utf-16le', text: table });
    expect(decodeSample(latin, true)).toMatchObject({ encoding: 'windows-1252', text: table });
    const oneBad = Uint8Array.from([...bytesOf('a,b\né,1\n'), 0xff, ...bytesOf(',2\n')]);
    expect(decodeSample(oneBad, true).encoding).toBe('utf-8');
    expect(decodeSample(bytesOf('a,é').subarray(0, 3), false).text).toBe('a,');
  });
});

const fuzz = sharedData('badinput/arrow-testing/data/csv/fuzzing');

it.skipIf(!fuzz)('survives the CSV fuzz cases of Arrow (needs ../shared/data)', () => {
  for (const name of readdirSync(fuzz!).filter((file) => file.startsWith('cluster'))) {
    expect(refusal(readFileSync(`${fuzz}/${name}`))).toMatch(/^(?:accepted|format|file)/);
  }
});
