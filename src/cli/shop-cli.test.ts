import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunReport } from '../core/run/run-report.ts';
import { tinyShop } from '../engine/testing/tiny-shop.ts';
import { cli, dayCsv } from './testing/command-line.ts';

let folder: string;
let warehouse: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-shop-cli-'));
  warehouse = join(folder, 'warehouse');
  await mkdir(join(folder, 'shop'));
  for (const [table, text] of Object.entries(tinyShop))
    await writeFile(join(folder, 'shop', `${table}.csv`), text);
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder with the files of a website and of a shop: two verdicts, the exit code of the worse', async () => {
  await writeFile(join(folder, 'shop', 'website-day.csv'), dayCsv(1));
  const said = await cli('run', join(folder, 'shop'), '--warehouse', warehouse);
  expect(said.stdout).toMatch(/website:\s+Published 288 events[\s\S]*shop:\s+Published 3 orders/);
  expect(said.code).toBe(0);
  const status = await cli('checks', '--warehouse', warehouse);
  expect(status.stdout).toContain('core.fct_orders');
  const held = join(folder, 'orders.csv');
  await writeFile(
    held,
    `${tinyShop.orders}o-3,42,,a-2,2021-02-07T10:05:00Z,30.5,2,32.5,,,,,preparing\n`,
  );
  await writeFile(join(folder, 'next.csv'), dayCsv(2));
  const worse = await cli(
    'run',
    held,
    join(folder, 'next.csv'),
    '--warehouse',
    warehouse,
    '--format',
    'json',
  );
  const report = JSON.parse(worse.stdout) as RunReport;
  expect([report.status, report.also?.status, worse.code]).toEqual(['published', 'held', 2]);
  const list = await cli('held', '--warehouse', warehouse);
  const id = /held-[0-9a-f]{16}/.exec(list.stdout)![0];
  const shown = await cli('held', id, '--warehouse', warehouse);
  expect(shown.stdout).toMatch(/revenue\s+65\s+97\.5/);
}, 60_000);

test('--keep-contacts keeps what is left out otherwise', async () => {
  for (const [options, expected] of [
    [[], 0],
    [['--keep-contacts'], 2],
  ] as const) {
    const at = join(folder, `warehouse-${expected}`);
    await cli('run', join(folder, 'shop'), '--warehouse', at, ...options);
    const sql = 'select count(email) as kept, count(email_domain) as domains from shop.users';
    const { stdout } = await cli('query', sql, '--warehouse', at, '--format', 'json');
    expect(JSON.stringify(JSON.parse(stdout))).toContain(String(expected));
    expect(stdout.match(/\d+/g)).toEqual([String(expected), '2']);
  }
}, 60_000);
