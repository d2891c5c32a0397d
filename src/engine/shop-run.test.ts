import { afterEach, expect, test } from 'vitest';
import { openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { tinyShop } from './testing/tiny-shop.ts';
import { tinyShopFiles } from './testing/tiny-shop-files.ts';

let shop: House;
const houses: House[] = [];
async function open(): Promise<House> {
  shop = await openHouse();
  houses.push(shop);
  return shop;
}
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

const count = async (table: string): Promise<number> =>
  Number((await shop.query(`select count(*) as n from ${table}`))[0]!['n']);
/** The same order twice, with another total: `order_id` is not unique. */
const twice = `${tinyShop.orders}o-3,42,,a-2,2021-02-07T10:05:00Z,30.5,2,32.5,,,,,preparing\n`;

test('a value that cannot be read rejects its record, with line and reason; repeats are removed and counted', async () => {
  await open();
  const orders = `${tinyShop.orders}o-4,42,,a-2,yesterday,30.5,2,32.5,,,,,preparing
o-5,42,,a-2,2021-02-06T10:05:00Z,much,2,32.5,,,,,preparing
,42,,a-2,2021-02-06T10:05:00Z,1,2,3,,,,,preparing
${tinyShop.orders.split('\n')[1]}
`;
  const items = tinyShop.order_items.replace('o-2,p-2,1', 'o-2,p-2,1.5');
  const loaded = await shop.load(tinyShopFiles({ orders, order_items: items }));
  const deliveries = loaded.report!.deliveries;
  expect(deliveries.find(({ shopTable }) => shopTable === 'orders')).toMatchObject({
    ...{ seen: 7, accepted: 3, rejected: 3, repeats: 1, days: [] },
    rejectReasons: {
      'created_at is not a time': 1,
      'order_cost is not a number': 1,
      'no order_id': 1,
    },
  });
  const rejects = await shop.workbench.rejects();
  const lines = rejects.flatMap((one) => one.rejects.map((r) => [one.file, r.line, r.reason]));
  expect(lines.sort()).toEqual([
    ['order_items.csv', 3, 'quantity is not a whole number'],
    ['orders.csv', 5, 'created_at is not a time'],
    ['orders.csv', 6, 'order_cost is not a number'],
    ['orders.csv', 7, 'no order_id'],
  ]);
});

test('renamed and further columns, upper case, times with an offset, ids as numbers', async () => {
  await open();
  const orders = tinyShop.orders
    .replace('order_id,user_id', 'ORDER_ID,Customer ID')
    .replace(',status\n', ',status,colour\n')
    .replaceAll(/(delivered|shipped|preparing)\n/g, '$1,blue\n')
    .replace('2021-02-01T10:05:00Z', '2021-02-01T12:05:00+02:00');
  const { inspected, report } = await shop.load(tinyShopFiles({ orders }));
  const known = inspected.find(({ name }) => name === 'orders.csv');
  expect(known).toMatchObject({ shop: { table: 'orders', missing: [], extra: ['colour'] } });
  expect(known!.guess).toBeUndefined();
  expect(report!.status).toBe('published');
  const [first] = await shop.query(
    "select created_at::varchar as at from core.fct_orders where order_id = 'o-1'",
  );
  expect(first).toEqual({ at: '2021-02-01 10:05:00' });
  expect(
    await shop.query('select distinct user_id_hash from shop.orders order by 1'),
  ).toContainEqual({
    user_id_hash: 42,
  });
});

test('a data test whose model or parent waits for an export does not apply, and says so', async () => {
  await open();
  const { report } = await shop.load(tinyShopFiles({}, ['users', 'addresses']));
  expect(report!.status).toBe('published');
  const waiting = report!.findings.filter(({ status }) => status === 'n/a');
  expect(waiting.map(({ message }) => message)).toContain('Waits for: orders.');
  expect(report!.findings.find(({ id }) => id === 'core.dim_users.unique.user_id')?.status).toBe(
    'pass',
  );
  expect((await shop.workbench.status()).shop).toMatchObject({
    delivered: ['users', 'addresses'],
    orders: 0,
  });
  expect(await count('core.fct_orders')).toBe(0);
});

test('the newest delivery wins for a key; the same name supersedes; the same bytes are nothing new', async () => {
  await open();
  await shop.load(tinyShopFiles());
  const header = tinyShop.products.split('\n')[0]!;
  const piece = textFile('more.csv', `${header}\np-2,Bamboo,25,1\np-3,Fern,5,1\n`);
  await shop.load([piece]);
  const prices = () =>
    shop.query('select product_id, price from core.dim_products order by product_id');
  expect((await prices()).map(({ price }) => price)).toEqual([10.5, 25, 5]);
  const again = await shop.load(tinyShopFiles({}, ['users']));
  expect(again.report).toMatchObject({ status: 'unchanged', deliveries: [{ shopTable: 'users' }] });
  await shop.load([textFile('more.csv', `${header}\np-3,Fern,6,1\n`)]);
  await shop.load(tinyShopFiles({ promos: 'promo_id,discount,status\nspring,2,inactive\n' }));
  expect((await prices()).map(({ price }) => price)).toContain(6);
  const live = (await shop.query('select count(distinct delivery) as n from shop.products'))[0];
  expect(live).toEqual({ n: 2 });
});

test('a held run leaves what is published, shows its numbers, and waits for a person', async () => {
  await open();
  await shop.load(tinyShopFiles());
  const { report } = await shop.load(tinyShopFiles({ orders: twice }, ['orders']));
  expect(report).toMatchObject({ status: 'held', subjects: ['shop'] });
  expect(await count('shop.orders')).toBe(3);
  await shop.reopen();
  expect(await count('shop.orders')).toBe(3);
  const [held] = await shop.workbench.held();
  expect(held).toMatchObject({ subject: 'shop', diff: [] });
  expect(held!.numbers).toContainEqual({ name: 'orders', published: 3, candidate: 4 });
  expect(held!.numbers).toContainEqual({ name: 'revenue', published: 65, candidate: 97.5 });
  const again = await shop.load(tinyShopFiles({ orders: twice }, ['orders']));
  expect(again.report).toMatchObject({ status: 'unchanged' });
  await expect(shop.workbench.decide({ id: held!.id, decision: 'publish' })).rejects.toMatchObject({
    code: 'reason-missing',
  });
  const decided = await shop.workbench.decide({
    id: held!.id,
    decision: 'publish',
    reason: 'known',
  });
  expect(decided).toMatchObject({ status: 'published', subjects: ['shop'] });
  await shop.workbench.saved();
  await shop.reopen();
  expect(await count('shop.orders')).toBe(4);
  expect(await shop.workbench.held()).toEqual([]);
  expect((await shop.workbench.journal())[0]).toMatchObject({
    kind: 'overridden',
    reason: 'known',
  });
});

test('a held run is given up, or mended by a file of its name', async () => {
  await open();
  await shop.load(tinyShopFiles());
  await shop.load(tinyShopFiles({ orders: twice }, ['orders']));
  const [held] = await shop.workbench.held();
  await shop.workbench.decide({ id: held!.id, decision: 'discard' });
  expect(await shop.workbench.held()).toEqual([]);
  await shop.load(tinyShopFiles({ orders: twice }, ['orders']));
  const mended = `${tinyShop.orders}o-4,42,,a-2,2021-02-07T10:05:00Z,30.5,2,32.5,,,,,preparing\n`;
  const items = `${tinyShop.order_items}o-4,p-1,1\no-4,p-2,1\n`;
  await shop.load(tinyShopFiles({ orders: mended, order_items: items }, ['orders', 'order_items']));
  expect(await shop.workbench.held()).toEqual([]);
  expect(await count('core.fct_orders')).toBe(4);
  expect((await shop.workbench.journal())[0]).toMatchObject({ kind: 'fixed' });
});
