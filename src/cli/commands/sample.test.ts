import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleCommand } from './sample.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homegrown-sample-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]) {
  const said = { out: '', err: '' };
  const code = await sampleCommand(argv, {
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
  });
  return { code, ...said };
}

it('writes one file with exactly the rows asked for and names it', async () => {
  const { code, out } = await run('--rows', '1234', '--days', '3', '--out', folder);
  expect(code).toBe(0);
  expect(out).toBe(`${join(folder, 'events.csv')}\n`);
  expect(readFileSync(join(folder, 'events.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1235);
});

it('writes a compressed log a day, the same bytes as the one log', async () => {
  const asked = ['--rows', '2000', '--days', '4', '--format', 'log', '--seed', 'x'];
  await run(...asked, '--daily', '--gzip', '--out', join(folder, 'daily'));
  await run(...asked, '--out', folder);
  const names = readdirSync(join(folder, 'daily')).sort();
  expect(names).toHaveLength(4);
  expect(names[3]).toBe('access-2026-10-04.log.gz');
  const joined = names.map((name) =>
    gunzipSync(readFileSync(join(folder, 'daily', name))).toString(),
  );
  expect(joined.join('')).toBe(readFileSync(join(folder, 'access.log'), 'utf8'));
});

it('writes the seven exports of a shop, compressed where asked', async () => {
  const { code, out } = await run('--shop', join(folder, 'shop'), '--gzip', '--rows', '2000');
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(7);
  const orders = gunzipSync(readFileSync(join(folder, 'shop', 'orders.csv.gz'))).toString();
  expect(orders).toMatch(/^order_id,user_id,promo_id,/);
});

it.each([
  [['--rows', 'many'], 'not a count of 1 or more: --rows many'],
  [['--format', 'xlsx'], 'unknown format: xlsx'],
  [['--fault', 'gremlins'], 'unknown fault: gremlins'],
  [['--end', '2026-02-30'], 'not a date: 2026-02-30 (--end 2026-02-30)'],
  [['--signup-rate', '2'], 'not a number from 0 to 1: --signup-rate 2'],
  [['--fault', 'outage,host=www.eczachly.com'], 'a fault with settings needs its day'],
  [['--fault', 'outage,day=2020-01-01'], 'no such day in the sample: outage on 2020-01-01'],
  [['--colour'], "Unknown option '--colour'"],
])('answers wrong usage with 64 and the reason: %j', async (argv, reason) => {
  const { code, err, out } = await run(...argv, '--out', folder);
  expect(code).toBe(64);
  expect(err).toContain(reason);
  expect(err).toContain('usage: npm run sample');
  expect(out).toBe('');
  expect(readdirSync(folder)).toEqual([]);
});
