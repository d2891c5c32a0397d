import { afterEach, expect, test } from 'vitest';
import { createWorkbench } from './create-workbench.ts';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import type { SourceFile, Workbench } from '../workbench.ts';
import { filesUnder, diskFile, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { tinyShop } from './testing/tiny-shop.ts';
import { tinyShopFiles } from './testing/tiny-shop-files.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
async function open(): Promise<House> {
  const house = await openHouse();
  closing.push(() => house.close());
  return house;
}

const website = (seed = 7): SourceFile => textFile('events.csv', toCsv(makeEvents(300, seed)));
const twice = `${tinyShop.orders}o-3,42,,a-2,2021-02-07T10:05:00Z,30.5,2,32.5,,,,,preparing\n`;
const both = `select (select count(*) from core.fct_website_events) as events,
  (select count(*) from core.fct_orders) as orders, (select count(*) from shop.users) as users`;

async function ask(workbench: Workbench, sql: string): Promise<unknown[]> {
  return (await workbench.query({ sql })).rows[0]!;
}

/** Content hashes of all published tables of one area, as the manifest has them. */
async function sums(workbench: Workbench, names: string[]): Promise<string> {
  const rows = names.map(
    (name) => `select '${name}' as n, count(*) as c, sum(hash(t)) as h from ${name} as t`,
  );
  return JSON.stringify((await workbench.query({ sql: rows.join(' union all ') })).rows);
}

const ofWebsite = ['core.fct_website_events', 'core.fct_sessions', 'growth.daily_metrics'];
const ofShop = ['core.fct_orders', 'product.fct_page_views', 'shop.events'];

test('one drop of both is two runs, each with a verdict; both are there whichever was published last', async () => {
  const house = await open();
  const { report } = await house.load([
    website(),
    ...tinyShopFiles({ events: tinyShop.events }).map(named),
  ]);
  expect(report).toMatchObject({
    status: 'published',
    also: { status: 'published', subjects: ['shop'] },
  });
  expect(report!.findings.some(({ subject }) => subject === 'shop')).toBe(false);
  const counts = await ask(house.workbench, both);
  expect(counts.slice(1)).toEqual([3, 2]);
  expect(Number(counts[0])).toBeGreaterThan(200);
  const [web, shop] = [await sums(house.workbench, ofWebsite), await sums(house.workbench, ofShop)];
  await house.reopen();
  expect(await ask(house.workbench, both)).toEqual(counts);
  expect(await sums(house.workbench, ofShop)).toBe(shop);
  const checks = await house.workbench.checks();
  expect(new Set(checks.map(({ subject = 'website' }) => subject)).size).toBe(2);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  // One in memory, the other on disk.
  await house.load([textFile('more.csv', toCsv(makeEvents(50, 9)))]);
  const grown = await ask(house.workbench, both);
  expect(grown.slice(1)).toEqual([3, 2]);
  expect(Number(grown[0])).toBeGreaterThan(Number(counts[0]));
  expect(await sums(house.workbench, ofShop)).toBe(shop);
  await house.load(
    tinyShopFiles({ promos: 'promo_id,discount,status\nspring,2,inactive\n' }, ['promos']),
  );
  expect(await ask(house.workbench, both)).toEqual(grown);
  expect(await sums(house.workbench, ofWebsite)).not.toBe(web);
  expect(await house.workbench.status()).toMatchObject({ shop: { orders: 3, missing: [] } });
}, 60_000);

// Both kinds of files may have the name events.csv.
const named = (file: SourceFile): SourceFile => ({ ...file, folder: 'shop' });

test('a held shop leaves the website as it is, and the website’s next run settles nothing of it', async () => {
  const house = await open();
  await house.load([website()]);
  await house.load(tinyShopFiles());
  const before = [await sums(house.workbench, ofWebsite), await sums(house.workbench, ofShop)];
  const held = await house.load(tinyShopFiles({ orders: twice }, ['orders']));
  expect(held.report!.status).toBe('held');
  expect([await sums(house.workbench, ofWebsite), await sums(house.workbench, ofShop)]).toEqual(
    before,
  );
  await house.load([textFile('orders.csv', toCsv(makeEvents(40, 3)))]);
  expect(await house.workbench.held()).toHaveLength(1);
  expect(await sums(house.workbench, ofShop)).toBe(before[1]);
  const verified = await house.workbench.verify();
  expect(verified.damage).toBeNull();
}, 60_000);

test('an undo puts both areas back as they were then', async () => {
  const house = await open();
  await house.load([website()]);
  await house.load(tinyShopFiles());
  const { publications } = await house.workbench.storage();
  const status = await house.workbench.undo({ generation: publications[0]!.generation });
  expect(status.shop).toBeNull();
  expect(status.events).toBeGreaterThan(200);
  await expect(ask(house.workbench, 'select * from core.fct_orders')).rejects.toMatchObject({
    code: 'query-failed',
  });
  const again = (await house.workbench.storage()).publications[0]!;
  expect((await house.workbench.undo({ generation: again.generation })).shop).toMatchObject({
    orders: 3,
  });
  expect((await ask(house.workbench, both)).slice(1)).toEqual([3, 2]);
}, 60_000);

test('a backup holds the shop and its held run, and both can be gone on with', async () => {
  const house = await open();
  await house.load(tinyShopFiles());
  await house.load(tinyShopFiles({ orders: twice }, ['orders']));
  const files: SourceFile[] = [];
  for (const path of await filesUnder(house.folder))
    files.push(
      await diskFile(
        path,
        path
          .slice(house.folder.length + 1)
          .split('/')
          .slice(0, -1)
          .join('/'),
      ),
    );
  const other = await open();
  const status = await other.workbench.restore({ files });
  expect(status.shop).toMatchObject({ orders: 3 });
  const [held] = await other.workbench.held();
  await other.workbench.decide({ id: held!.id, decision: 'publish', reason: 'as it is' });
  await other.workbench.saved();
  expect(await ask(other.workbench, 'select count(*) from shop.orders')).toEqual([4]);
}, 60_000);

test('without a place to keep it, both areas live as long as the session', async () => {
  const host = await openNodeHost();
  const workbench = await createWorkbench(host, { models: shippedModels, versions: {} });
  closing.push(async () => {
    await workbench.close();
    await host.dispose();
  });
  const run = async (files: SourceFile[]) => {
    const inspected = await workbench.inspect({ files });
    const ready = inspected.map(({ id, guess }) => ({
      id,
      ...(guess && { mapping: guess.mapping }),
    }));
    await workbench.run({ files: ready });
    await workbench.saved();
  };
  await run(tinyShopFiles());
  expect(await workbench.status()).toMatchObject({ events: 0, shop: { orders: 3 } });
  await run([website()]);
  await run(tinyShopFiles({ promos: 'promo_id,discount,status\nspring,2,inactive\n' }, ['promos']));
  const counts = await ask(workbench, both);
  expect(counts.slice(1)).toEqual([3, 2]);
  await run([textFile('more.csv', toCsv(makeEvents(50, 9)))]);
  expect((await ask(workbench, both)).slice(1)).toEqual([3, 2]);
  const names = (await workbench.tables()).map(({ name }) => name);
  expect(names).toContain('marketing.user_order_facts');
  expect(names).toContain('core.fct_sessions');
}, 60_000);

test('orders are attributed to the website’s sessions where the user is known to both', async () => {
  const house = await open();
  const [event] = makeEvents(1);
  const visit = {
    ...event!,
    userId: '42',
    time: Date.UTC(2021, 1, 6, 9),
    referrer: 'https://www.google.com/',
  };
  const later = { ...event!, userId: '42', time: Date.UTC(2021, 1, 7, 9) };
  await house.load([textFile('site.csv', toCsv([visit, later]))], { onOverlap: 'add' });
  const [held] = await house.workbench.held();
  if (held !== undefined) {
    await house.workbench.decide({ id: held.id, decision: 'publish', reason: 'few events' });
    await house.workbench.saved();
  }
  await house.reopen();
  await house.load(tinyShopFiles());
  const sql = `select order_id, is_matched, first_channel from marketing.fct_order_attribution order by order_id`;
  const { rows } = await house.workbench.query({ sql });
  expect(rows.map((row) => row.slice(0, 2))).toEqual([
    ['o-1', false],
    ['o-2', false],
    ['o-3', true],
  ]);
}, 60_000);

test('nothing is built anew of an area of which nothing is published', async () => {
  const house = await open();
  await expect(house.workbench.rebuild({ subject: 'shop' })).rejects.toMatchObject({
    code: 'table-unknown',
  });
  expect(await house.workbench.status()).toMatchObject({ generation: 0, shop: null });
  await house.load([website()]);
  const before = await house.workbench.status();
  await expect(house.workbench.rebuild({ subject: 'shop' })).rejects.toThrow('shop');
  expect(await house.workbench.status()).toMatchObject({
    generation: before.generation,
    shop: null,
  });
});
