import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../../../lib/testing/shared-data.ts';
import { decodeSample } from '../decode-sample.ts';
import { detectFormat, formatOf } from '../detect-format.ts';
import { bytesOf, readInChunks, rowsOf } from '../testing/read-whole.ts';

let folder = '';
let run: (sql: string) => Promise<unknown[][]>;
let close = (): void => {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fast-read-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  run = async (sql) => (await connection.runAndReadAll(sql)).getRows();
  await run('set autoinstall_known_extensions = false');
  await run('set autoload_known_extensions = false');
  close = () => connection.closeSync();
});

afterAll(() => {
  close();
  rmSync(folder, { recursive: true });
});

// Reads by DuckDB as the engine does, and by the careful reader.
async function readBothWays(bytes: Uint8Array) {
  const recognition = detectFormat(decodeSample(bytes, true));
  const fast = recognition.fast;
  if (fast === null) throw new Error('not a file for the fast way');
  const file = join(folder, 'input.csv');
  writeFileSync(file, bytes);
  const types = Array.from({ length: fast.width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  await run('drop table if exists reject_errors; drop table if exists reject_scans');
  const rows = await run(`select * exclude (ok) from (
select ${fast.expressions.map((sql, i) => `${sql} as k${i}`).join(', ')}, ${fast.wellFormed?.condition ?? 'true'} as ok
from read_csv('${file}', ${fast.options}, auto_detect=false, header=false, columns={${types}}, store_rejects=true)) where ok`);
  const refused = await run('select count(distinct line) from reject_errors');
  const careful = readInChunks(formatOf(recognition).openReader(recognition), bytes, [4096]);
  return { recognition, rows, refused: Number(refused[0]![0]), careful };
}

describe('DuckDB and the careful reader give the same rows', () => {
  const ordinary: Record<string, string> = {
    'quotes, blank lines, spaces around quotes and a trailing delimiter':
      'time,name,note\n2024-06-03,"a, b","say ""hi"""\n\n2024-06-04, "c" ,plain "quote" inside\n2024-06-05,"",  spaces  \n2024-06-06,x,y,\n',
    CRLF: 'time,name,note\r\n2024-06-03,"a, b",x\r\n\r\n2024-06-04,ä,€\r\n',
    'tabs and no header': '2024-06-03\ta\t1\n2024-06-04\tb\t2\n',
    'bars under a preamble':
      '# export v2\n# site: example\n\ntime|name|note\n2024-06-03|a|1\n2024-06-04||2\n',
    'a byte order mark before records': '\uFEFF2024-06-03,a,1\n2024-06-04,b,2\n',
    'short and long records':
      'time,name,note\n2024-06-03,a\n2024-06-04,b,2\n2024-06-05,c,3,4\n2024-06-06,d,4\n2024-06-07,d,4\n2024-06-08,d,4\n2024-06-09,d,4\n',
  };
  it.each(Object.entries(ordinary))('%s', async (_name, text) => {
    const { rows, refused, careful } = await readBothWays(bytesOf(text));
    expect(rows).toEqual(rowsOf(careful));
    expect(refused).toBe(careful.rejects.length);
  });

  const files = [
    'badinput/event-exports/enc/utf8_bom.csv',
    'badinput/event-exports/shape/preamble.csv',
    'badinput/event-exports/shape/semicolon.csv',
    'badinput/event-exports/shape/tab.tsv',
    'badinput/event-exports/eol/blank_lines.csv',
    'badinput/event-exports/eol/unicode_ls_ps_nel.csv',
    'hue_web_logs/web_logs_1.csv',
    'advertools_logs/nginx_access.log',
    'advertools_logs/nginx_custom_date.log',
    'advertools_logs/combined_no_errors.log',
    'advertools_logs/dreamhost_apache_access.log',
    'hackers_access_log/hackers-access.log',
  ].map((name) => [name, sharedData(name)] as const);
  for (const [name, path] of files) {
    it.skipIf(!path)(`${name} (needs ../shared/data)`, async () => {
      const { rows, refused, careful } = await readBothWays(readFileSync(path!));
      expect(refused).toBe(careful.rejects.length);
      expect(rows).toEqual(rowsOf(careful));
    });
  }
});

describe('logs', () => {
  const when = '[25/Oct/2015:04:11:25 +0100]';
  const requests = [
    'GET /a?b=c HTTP/1.1',
    'GET /a b HTTP/2',
    'GET /old',
    '\\x16\\x03\\x01',
    '-',
    '',
    'GET HTTP/1.1',
    'get /x HTTP/1.1',
    'OPTIONS * HTTP/1.0',
    'GET  HTTP/1.1',
    'POST /ä€😀 HTTP/1.1',
  ];
  const shapes: Record<string, (request: string) => string> = {
    combined: (request) => `203.0.113.7 - frank ${when} "${request}" 200 512 "-" "curl/8 (x)"`,
    common: (request) => `203.0.113.7 - - ${when} "${request}" 404 -`,
    'virtual host': (request) =>
      `www.example.com:443 203.0.113.7 - - ${when} "${request}" 200 5 "https://a.example/" "-"`,
    'further fields': (request) =>
      `2001:db8::7 - - ${when} "${request}" 200 5 "-" "x" 0.003 "203.0.113.9, 10.0.0.1" -`,
    'no zone': (request) => `203.0.113.7 - - [25/Oct/2015:04:11:25] "${request}" 200 5 "-" "x"`,
    'a space at the end': (request) => `203.0.113.7 - - ${when} "${request}" 200 5 "-" "x" `,
  };
  it.each(Object.entries(shapes))('of %s give the same rows both ways', async (_name, lineOf) => {
    const text = `${requests.map(lineOf).join('\n')}\n`;
    const { rows, refused, careful, recognition } = await readBothWays(bytesOf(text));
    expect(careful.rejects).toEqual([]);
    expect(refused).toBe(0);
    expect(rows).toEqual(rowsOf(careful));
    expect(rows).toHaveLength(requests.length);
    expect(recognition.keepsRepeats).toBe(true);
  });
});
