import { afterEach, describe, expect, test } from 'vitest';
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shopTables } from '../core/shop/shop-table.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { SourceFile } from '../workbench.ts';
import { greeneryFiles, greeneryPath, hasGreenery } from './testing/greenery.ts';
import { diskFile, openHouse } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';

const opened: { close(): Promise<void> }[] = [];
async function openShop(): Promise<House> {
  const house = await openHouse();
  opened.push(house);
  return house;
}
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** Content hash of every table; marts only where rows tell of their files. */
function hashesOf(report: RunReport | undefined, isMart = (_: string): boolean => true) {
  const tables = report!.tables.filter(({ name }) => isMart(name));
  return Object.fromEntries(tables.map(({ name, partitions }) => [name, partitions]));
}

const isOfFiles = /^shop\.|dim_active_promos$/;

/** The seven exports written again by DuckDB. */
async function rewritten(format: 'parquet' | 'json'): Promise<SourceFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'homegrown-greenery-'));
  opened.push({ close: () => rm(folder, { recursive: true }) });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const files: SourceFile[] = [];
  for (const table of shopTables) {
    const path = join(folder, `${table}.${format}`);
    const from = `read_csv('${greeneryPath(table)}', types = {'zipcode': 'VARCHAR'}, auto_type_candidates = ['BIGINT', 'DOUBLE', 'TIMESTAMP', 'VARCHAR'])`;
    const read =
      table === 'addresses' ? from : from.replace("types = {'zipcode': 'VARCHAR'}, ", '');
    await connection.run(`copy (select * from ${read}) to '${path}' (format ${format})`);
    files.push(await diskFile(path));
  }
  connection.closeSync();
  return files;
}

describe.skipIf(!hasGreenery)('a plant shop (public data, left out where it is missing)', () => {
  test('seven files become the marts; told, counted, and there after reopening', async () => {
    const shop = await openShop();
    const { report, inspected } = await shop.load(await greeneryFiles());
    expect(inspected.map(({ shop: known }) => known?.table).sort()).toEqual([...shopTables].sort());
    expect(report).toMatchObject({ status: 'published', subjects: ['shop'], generation: 1 });
    expect(report!.verdict).toMatch(/^Published 361 orders\./);
    expect(report!.findings.every(({ subject }) => subject === 'shop')).toBe(true);
    expect(report!.models!.find(({ name }) => name === 'core.fct_orders')!.rows).toBe(361);
    const look = async () => [
      await shop.query('select count(*) as n from core.fct_orders'),
      await shop.query('select count(*) as n from shop.events'),
      await shop.workbench.status(),
    ];
    const [orders, events, status] = await look();
    expect([orders, events]).toEqual([[{ n: 361 }], [{ n: 3553 }]]);
    expect(status).toMatchObject({ from: '', hosts: [], events: 0, lastRun: null });
    expect(status).toMatchObject({ shop: { orders: 361, missing: [], delivered: shopTables } });
    await shop.reopen();
    expect((await look()).slice(0, 2)).toEqual([orders, events]);
    expect((await shop.workbench.status()).shop).toMatchObject({ orders: 361, missing: [] });
    expect((await shop.workbench.checks()).length).toBe(report!.findings.length);
  });

  test('one by one in another order, the tables are the same as together', async () => {
    const together = await openShop();
    const all = await together.load(await greeneryFiles());
    const apart = await openShop();
    const order = ['promos', 'orders', 'events', 'addresses', 'order_items', 'users', 'products'];
    let last: RunReport | undefined;
    for (const table of order) {
      const { report } = await apart.load(await greeneryFiles([table as 'orders']));
      expect(report!.status, `${table}: ${report!.verdict}`).toBe('published');
      last = report;
    }
    expect(hashesOf(last)).toEqual(hashesOf(all.report));
  }, 60_000);

  test.each(['parquet', 'json'] as const)('as %s it gives the marts of its CSV', async (format) => {
    const isMart = (name: string): boolean => !isOfFiles.test(name);
    const csv = await (await openShop()).load(await greeneryFiles());
    const other = await (await openShop()).load(await rewritten(format));
    expect(other.report!.verdict).toBe(csv.report!.verdict);
    expect(hashesOf(other.report, isMart)).toEqual(hashesOf(csv.report, isMart));
    expect(Object.keys(hashesOf(csv.report, isMart)).length).toBeGreaterThan(10);
  });

  test('names, e-mails, phones and streets reach the disk only when they are to be kept', async () => {
    const emails = (await readFile(greeneryPath('users')!, 'utf8')).match(/[^,\s]+@[^,\s]+/g)!;
    for (const keepContacts of [false, true]) {
      const shop = await openShop();
      await shop.load(await greeneryFiles(), { keepContacts });
      const found = await textsOnDisk(shop.folder, [
        ...emails,
        'Hearmon',
        '831-155-1615',
        '220 Artisan Park',
      ]);
      expect(found.length > 0).toBe(keepContacts);
      expect(
        await shop.query("select count(*) as n from shop.users where email_domain = '51.la'"),
      ).toEqual([{ n: 1 }]);
    }
  });
});

/** Which of these texts stand in any cell of any data file, or in a manifest, under a folder. */
async function textsOnDisk(folder: string, texts: string[]): Promise<string[]> {
  const { filesUnder } = await import('./testing/open-house.ts');
  const found = new Set<string>();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const path of await filesUnder(folder)) {
    const raw = path.endsWith('.parquet')
      ? JSON.stringify(
          (await connection.runAndReadAll(`select * from read_parquet('${path}')`)).getRowsJson(),
        )
      : await readFile(path, 'latin1');
    for (const text of texts) if (raw.includes(text)) found.add(text);
  }
  connection.closeSync();
  return [...found];
}
