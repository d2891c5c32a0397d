import { afterEach, expect, it } from 'vitest';
import type { ProjectChanges } from '../core/project/project-view.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { contentHashes, filesUnder, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { tinyShop } from './testing/tiny-shop.ts';
import { tinyShopFiles } from './testing/tiny-shop-files.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

async function houseWithBoth(): Promise<House> {
  const house = await openHouse();
  houses.push(house);
  await house.load([textFile('a.csv', toCsv(makeEvents(300)))], {
    answers: { host: 'www.eczachly.com' },
  });
  await house.load(tinyShopFiles());
  return house;
}

const mine = (sql: string): ProjectChanges => ({
  'marketing/mart_mine.sql': sql,
  'marketing/mart_mine.yml': `models:
  - name: mart_mine
    description: Orders of the shop.
    config: { materialized: table, published: true }
    columns: [{ name: orders, data_type: BIGINT, data_tests: [not_null] }]
`,
});
const orders = "select count(*) as orders from {{ ref('fct_orders') }}";

const hashes = (report: RunReport): Record<string, unknown> =>
  Object.fromEntries(report.tables.map(({ name }) => [name, contentHashes(report, name)]));

it('a model of the shop is built from its kept exports; the website stays as it is', async () => {
  const house = await houseWithBoth();
  const before = await house.workbench.status();
  const counts = () =>
    house.query(`select (select count(*) from core.fct_orders) as orders,
  (select count(*) from core.fct_website_events) as events`);
  const [rows] = await counts();
  const files = await filesUnder(house.folder);
  const report = await house.workbench.applyProject({ changes: mine(orders) });
  expect(report).toMatchObject({ status: 'published', subjects: ['shop'] });
  expect(await house.query('select orders from marketing.mart_mine')).toEqual([
    { orders: rows!['orders'] },
  ]);
  expect(await counts()).toEqual([rows]);
  const after = await house.workbench.status();
  expect(after.shop).toMatchObject({ delivered: before.shop!.delivered, missing: [] });
  expect([after.events, after.from, after.lastRun]).toEqual([
    ...[before.events, before.from, before.lastRun],
  ]);
  const added = (await filesUnder(house.folder)).filter(
    (file) => file.endsWith('.parquet') && !files.includes(file),
  );
  expect(added).toHaveLength(1);
  expect(added[0]).toContain('mart_mine');
  await house.reopen();
  expect(await counts()).toEqual([rows]);
  expect(await house.query('select orders from marketing.mart_mine')).toHaveLength(1);
  // The shop's next drop builds it, too, from what is live.
  const again = await house.load(
    tinyShopFiles({ promos: 'promo_id,discount,status\nnew,5,active\n' }),
  );
  expect(hashes(again.report!)).toHaveProperty(['marketing.mart_mine']);
});

it('a change that both areas read is built for both in one generation, and can be undone', async () => {
  const house = await houseWithBoth();
  const { generation } = await house.workbench.status();
  const { files } = await house.workbench.project();
  const sessions = files.find(({ path }) => path === 'core/fct_sessions.sql')!.text;
  const changes = {
    'core/fct_sessions.sql': `select * from (\n${sessions}\n) where session_id between 0 and 1000 or session_id % 2 = 0`,
    ...mine(`${orders} cross join (select count(*) from {{ ref('fct_sessions') }})`),
  };
  const count = async (table: string): Promise<unknown> =>
    (await house.query(`select count(*) as n from ${table}`))[0]!['n'];
  const before = [await count('core.fct_sessions'), await count('core.fct_orders')];
  const report = await house.workbench.applyProject({ changes });
  expect(report).toMatchObject({ status: 'published', generation: generation + 1 });
  expect(report.subjects!.toSorted()).toEqual(['shop', 'website']);
  expect(await count('core.fct_sessions')).toBeLessThan(Number(before[0]));
  expect(await count('core.fct_orders')).toBe(before[1]);
  await house.reopen();
  const checks = await house.workbench.checks();
  expect(new Set(checks.map(({ subject = 'website' }) => subject))).toEqual(
    new Set(['website', 'shop']),
  );
  expect((await house.workbench.undoProject({ revision: 1 })).status).toBe('published');
  expect([await count('core.fct_sessions'), await count('core.fct_orders')]).toEqual(before);
  const status = await house.workbench.status();
  expect([status.events, status.shop!.orders]).toEqual([300, before[1]]);
});

it.each(['shop', 'website'] as const)(
  'after a change of both areas, what is published of either is shown: %s first',
  async (first) => {
    const house = await houseWithBoth();
    const count = async (table: string): Promise<unknown> =>
      (await house.query(`select count(*) as n from ${table}`))[0]!['n'];
    const { files } = await house.workbench.project();
    const sessions = files.find(({ path }) => path === 'core/fct_sessions.sql')!.text;
    const sql = `${orders} cross join (select count(*) from {{ ref('fct_sessions') }})`;
    const own = mine(sql);
    const changes = {
      'core/fct_sessions.sql': `select * from (\n${sessions}\n) where true`,
      ...own,
      'marketing/mart_mine.yml': own['marketing/mart_mine.yml']!.replace('table', 'view'),
    };
    expect((await house.workbench.applyProject({ changes })).subjects).toHaveLength(2);
    const loads = {
      shop: async () => {
        const more = `${tinyShop.products}p-3,Fern,2,5\n`;
        await house.load(tinyShopFiles({ products: more }));
        expect(await count('core.dim_products')).toBe(3);
      },
      website: async () => {
        await house.load([textFile('b.csv', toCsv(makeEvents(100, 9)))], {
          answers: { host: 'www.eczachly.com' },
        });
        expect(await count('core.fct_website_events')).toBe(400);
      },
    };
    await loads[first]();
    expect(await count('core.fct_orders')).toBe(3);
    expect(await house.query('select orders from marketing.mart_mine')).toEqual([{ orders: 3 }]);
    // What the other has left behind is given back.
    for (const table of ['ingest.events', 'shop.orders', 'core.fct_orders', 'core.dim_visitors'])
      expect(
        await count(`duckdb_tables() where schema_name || '.' || table_name = '${table}'
and database_name like 'run%'`),
        table,
      ).toBe(1);
    await loads[first === 'shop' ? 'website' : 'shop']();
    expect([await count('core.fct_website_events'), await count('core.dim_products')]).toEqual([
      400, 3,
    ]);
  },
);

it('a column under another name, with the same values, is written under it', async () => {
  const house = await houseWithBoth();
  await house.workbench.applyProject({ changes: mine(orders) });
  const changes = Object.fromEntries(
    Object.entries(mine(orders)).map(([path, text]) => [
      path,
      text!.replace('as orders', 'as sales').replace('name: orders', 'name: sales'),
    ]),
  );
  await house.workbench.applyProject({ changes });
  await house.reopen();
  expect(await house.query('select * from marketing.mart_mine')).toEqual([{ sales: 3 }]);
});
