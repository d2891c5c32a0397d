import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, test } from 'vitest';
import type { ShopTable } from '../core/shop/shop-table.ts';
import { greeneryFiles, greeneryPath, hasGreenery } from './testing/greenery.ts';
import { openHouse } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';

const opened: House[] = [];
async function openShop(): Promise<House> {
  const house = await openHouse();
  opened.push(house);
  return house;
}
afterEach(async () => {
  for (const house of opened.splice(0)) await house.close();
});

type Row = Record<string, string>;
const read = (table: ShopTable): Row[] =>
  parse(readFileSync(greeneryPath(table)!), { columns: true });
const day = 86_400_000;

describe.skipIf(!hasGreenery)('a plant shop (public data, left out where it is missing)', () => {
  test('the questions of the sources are answered', async () => {
    const house = await openShop();
    await house.load(await greeneryFiles());
    const view = await house.workbench.shop({});
    expect(view.conversion).toMatchObject({ numerator: 361, denominator: 578 });
    expect(view.repeat).toMatchObject({ numerator: 99, denominator: 124 });
    // Wilson's interval of 99 of 124, by scipy.stats.binomtest(99, 124).proportion_ci(method='wilson').
    expect(view.repeat.lower).toBeCloseTo(0.7193, 4);
    expect(view.repeat.upper).toBeCloseTo(0.8595, 4);
    expect(view.promos).toEqual({ orders: 361, withPromo: 40, withInactivePromo: 31 });
    const orders = read('orders');
    const revenue = orders.reduce((sum, order) => sum + Number(order['order_total']), 0);
    expect(view.totals.orders).toBe(361);
    expect(view.totals.revenue).toBeCloseTo(revenue, 2);
    expect(view.totals.averageOrder).toBeCloseTo(revenue / 361, 6);
    expect(view.daily.reduce((sum, one) => sum + one.orders, 0)).toBe(361);
    expect(view.products).toHaveLength(30);
    expect(view.explanations.map(({ products }) => products)).toEqual([30, 30, 30, 30]);
    expect(view.exports.every(({ isDelivered }) => isDelivered)).toBe(true);
    expect(view.attribution).toMatchObject({ orders: 361, matched: 0, channels: [] });
  });

  test('of one product: its page views, day by day', async () => {
    const house = await openShop();
    await house.load(await greeneryFiles());
    const [product] = read('products');
    const id = product!['product_id']!;
    const view = await house.workbench.shop({ product: id });
    const views = read('events').filter(
      (event) => event['product_id'] === id && event['event_type'] === 'page_view',
    );
    const expected = new Map<string, number>();
    for (const { created_at: at } of views)
      expected.set(at!.slice(0, 10), (expected.get(at!.slice(0, 10)) ?? 0) + 1);
    expect(view.daily.map(({ ds, pageViews }) => [ds, pageViews]).filter(([, n]) => n)).toEqual(
      [...expected].sort(),
    );
    const shown = view.products.find((one) => one.id === id)!;
    expect(shown.pageViews).toBe(views.length);
    const viewing = view.daily.reduce((sum, { sessions }) => sum + sessions, 0);
    expect(viewing).toBe(shown.conversion.denominator);
    expect(viewing).toBe(new Set(views.map((event) => event['session_id'])).size);
  });

  test('who comes back is asked of buyers with enough days of follow-up only', async () => {
    const house = await openShop();
    await house.load(await greeneryFiles());
    const { signals } = await house.workbench.shop({ followUpDays: 1 });
    const events = [...read('events'), ...read('orders')];
    const end = Math.max(...events.map((one) => Date.parse(one['created_at']!)));
    const byUser = new Map<string, { at: number; promo: boolean }[]>();
    for (const order of read('orders')) {
      const one = { at: Date.parse(order['created_at']!), promo: order['promo_id'] !== '' };
      byUser.set(order['user_id']!, [...(byUser.get(order['user_id']!) ?? []), one]);
    }
    const buyers = [...byUser.values()].map((list) => list.sort((a, b) => a.at - b.at));
    const followed = buyers.filter(([first]) => end - first!.at >= day);
    expect(signals.buyers).toBe(followed.length);
    expect(signals.leftOut).toBe(buyers.length - followed.length);
    const cameBack = ([first, second]: { at: number }[]): boolean =>
      second !== undefined && second.at - first!.at <= day;
    const promo = signals.rows.find(({ name }) => name === 'sign_used_promo')!;
    const withPromo = followed.filter(([first]) => first!.promo);
    expect(promo.withSign).toMatchObject({
      numerator: withPromo.filter(cameBack).length,
      denominator: withPromo.length,
    });
    const random = signals.rows.find(({ isControl }) => isControl)!;
    expect(['none', 'too-few']).toContain(random.verdict);
    expect(signals.rows.every(({ label }) => !label.includes('.'))).toBe(true);
  });

  test('what is missing is said, and nothing is made up', async () => {
    const house = await openShop();
    await house.load(await greeneryFiles(['users']));
    const view = await house.workbench.shop({});
    expect(view).toMatchObject({ from: '', to: '', daily: [], products: [] });
    expect(view.repeat).toMatchObject({ denominator: 0, value: null, lower: null });
    expect(view.exports.filter(({ isDelivered }) => isDelivered).map(({ table }) => table)).toEqual(
      ['users'],
    );
  });

  test('a range and days that are none are refused', async () => {
    const house = await openShop();
    await house.load(await greeneryFiles());
    const { workbench } = house;
    await expect(workbench.shop({ followUpDays: 0.5 })).rejects.toMatchObject({ code: 'usage' });
    await expect(workbench.shop({ from: '2021-02-30' })).rejects.toMatchObject({ code: 'usage' });
  });
});

test('the sample shop: channels of the website are found, and the planted sign shows nothing', async () => {
  const house = await openShop();
  const { workbench } = house;
  await house.load(await workbench.sample({ rows: 6_000 }));
  await house.load(await workbench.sample({ subject: 'shop' }));
  const { attribution, signals, products } = await workbench.shop({});
  expect(attribution.matched).toBeGreaterThan(0);
  const last = attribution.channels.reduce((sum, { lastOrders }) => sum + lastOrders, 0);
  expect(last).toBe(attribution.matched);
  expect(signals.rows.find(({ isControl }) => isControl)!.verdict).toBe('none');
  expect(products.some(({ isStockRisk }) => isStockRisk)).toBe(true);
}, 120_000);

test('a website that publishes later is joined once the shop is built anew', async () => {
  const house = await openShop();
  const { workbench } = house;
  await house.load(await workbench.sample({ subject: 'shop' }));
  expect((await workbench.status()).shop?.isBehind).toBe(false);
  await house.load(await workbench.sample({ rows: 6_000 }));
  expect((await workbench.status()).shop?.isBehind).toBe(true);
  expect((await workbench.shop({})).attribution.matched).toBe(0);
  expect(await workbench.rebuild({ subject: 'shop' })).toMatchObject({
    status: 'published',
    subjects: ['shop'],
    deliveries: [],
  });
  await workbench.saved();
  const status = await workbench.status();
  expect(status.shop?.isBehind).toBe(false);
  expect(status.events).toBeGreaterThan(5_000);
  expect((await workbench.shop({})).attribution.matched).toBeGreaterThan(0);
}, 120_000);

test('without a shop it says so', async () => {
  const house = await openShop();
  await expect(house.workbench.shop({})).rejects.toMatchObject({ code: 'table-unknown' });
});
