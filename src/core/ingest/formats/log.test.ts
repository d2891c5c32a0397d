import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../lib/testing/shared-data.ts';
import { decodeSample } from '../decode-sample.ts';
import { bytesOf, readInChunks, rowsOf } from '../testing/read-whole.ts';
import { log } from './log.ts';

function readLog(bytes: Uint8Array) {
  const recognition = log.detect(
    decodeSample(bytes.subarray(0, 1 << 18), bytes.length <= 1 << 18),
  )!;
  const batch = readInChunks(log.openReader(recognition), bytes, [1000]);
  const records = rowsOf(batch).map((row) =>
    Object.fromEntries(row.map((cell, c) => [recognition.columns[c], cell])),
  );
  return { recognition, batch, records };
}

const head = '203.0.113.7 - - [25/Oct/2015:04:11:25 +0100]';

it('cuts a combined line into its parts', () => {
  const { records, recognition } = readLog(
    bytesOf(`${head} "GET /a b?c=d HTTP/1.1" 200 512 "https://a.example/x" "curl/8"\n`),
  );
  expect(recognition.label).toBe('Combined log');
  expect(records).toEqual([
    {
      client_ip: '203.0.113.7',
      identity: null,
      remote_user: null,
      time: '25/Oct/2015:04:11:25 +0100',
      method: 'GET',
      url: '/a b?c=d',
      protocol: 'HTTP/1.1',
      status: '200',
      bytes: '512',
      referrer: 'https://a.example/x',
      user_agent: 'curl/8',
    },
  ]);
});

it('reads escaped quotes, quotes left bare, and user names of two words', () => {
  const { records, batch, recognition } = readLog(
    bytesOf(
      [
        `${head} "GET /a\\"b HTTP/1.1" 200 5 "-" "say \\"hi\\""`,
        `${head} "GET / HTTP/1.1" 200 5 "-" "a "bare" quote"`,
        `203.0.113.7 - frank smith [25/Oct/2015:04:11:25 +0100] "GET / HTTP/1.1" 200 5 "-" "x"`,
      ].join('\n'),
    ),
  );
  expect(batch.rejects).toEqual([]);
  expect(recognition.fast).toBeNull();
  expect(records.map(({ url, user_agent, remote_user }) => [url, user_agent, remote_user])).toEqual(
    [
      ['/a"b', 'say "hi"', null],
      ['/', 'a "bare" quote', null],
      ['/', 'x', 'frank smith'],
    ],
  );
});

it('takes the host from a line that begins with it', () => {
  const { records, recognition } = readLog(
    bytesOf(`www.example.com:443 ${head} "GET / HTTP/1.1" 200 5 "-" "x"\n`),
  );
  expect(recognition.fixedRoles.host).toBe('host');
  expect([records[0]!['host'], records[0]!['client_ip']]).toEqual([
    'www.example.com',
    '203.0.113.7',
  ]);
});

it('rejects what has no column instead of dropping it', () => {
  const line = `${head} "GET / HTTP/1.1" 200 5 "-" "x"`;
  const { batch } = readLog(bytesOf([line, line, `noise`, line, line].join('\n')));
  expect(batch.rejects).toEqual([
    { line: 3, reason: 'not a line of an access log', text: 'noise' },
  ]);
  const recognition = log.detect(decodeSample(bytesOf(`${line}\n`), true))!;
  const later = readInChunks(log.openReader(recognition), bytesOf(`${line} 0.1 "y"\n`), [9]);
  expect(later.rejects.map(({ reason }) => reason)).toEqual([
    '2 further fields where 0 are expected',
  ]);
});

describe('real logs (need ../shared/data)', () => {
  // Rows by `grep -c` of lines that end in a quoted agent.
  const expected: [name: string, rows: number, rejects: number][] = [
    ['hackers_access_log/hackers-access.log', 3456, 0],
    ['apache_logs/apache_logs', 9999, 1],
    ['advertools_logs/combined_no_errors.log', 885, 0],
    ['advertools_logs/combined_with_errors.log', 885, 4],
    ['advertools_logs/dreamhost_apache_access.log', 129, 0],
    ['advertools_logs/nginx_access.log', 1000, 0],
    ['advertools_logs/nginx_custom_date.log', 20, 0],
  ];
  for (const [name, rows, rejects] of expected) {
    const path = sharedData(name);
    it.skipIf(!path)(name, () => {
      const { batch } = readLog(readFileSync(path!));
      expect([batch.lines.length, batch.rejects.length]).toEqual([rows, rejects]);
    });
  }

  const packed = sharedData('advertools_logs/combined_latin1_enc.log');
  it.skipIf(!packed)('a log with a gzip pasted into it keeps its 169 lines', () => {
    const { batch } = readLog(readFileSync(packed!));
    expect(batch.lines.length).toBe(169);
    expect(Math.min(...batch.rejects.map(({ line }) => line))).toBe(170);
  });
});
