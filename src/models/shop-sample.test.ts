import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateSample } from '../core/sample/generate-sample.ts';
import { shopSampleFiles } from '../core/sample/shop/shop-sample-files.ts';
import { shopTables } from '../core/shop/shop-table.ts';
import type { ShopTable } from '../core/shop/shop-table.ts';
import { newcombeInterval } from '../lib/wilson-interval.ts';
import { alarms, auditShop } from './testing/audit-shop.ts';
import { buildShop, openShop } from './testing/shop-candidate.ts';
import type { ShopCandidate, ShopRow } from './testing/shop-candidate.ts';

function sampleExports(options = {}): Record<ShopTable, ShopRow[]> {
  const files = shopSampleFiles(options);
  const rows = files.map(({ name, chunks }) => [
    name.replace('.csv', ''),
    parse([...chunks].join(''), { columns: true }) as ShopRow[],
  ]);
  return Object.fromEntries(rows) as Record<ShopTable, ShopRow[]>;
}

/** When the website's sample first knew its users. */
function firstSeen(): Map<string, number> {
  const since = new Map<string, number>();
  for (const { userId, time } of generateSample()) {
    if (userId !== null && !since.has(String(userId))) since.set(String(userId), time);
  }
  return since;
}

let data: Record<ShopTable, ShopRow[]>;
let shop: ShopCandidate;
beforeAll(async () => {
  data = sampleExports();
  shop = await buildShop(data);
}, 60_000);
afterAll(() => shop.close());

it('has the seven exports, the same for the same seed, of hundreds of users and two months', () => {
  expect(Object.keys(data).toSorted()).toEqual([...shopTables].toSorted());
  expect(sampleExports()).toEqual(data);
  expect(sampleExports({ seed: 'other' }).orders).not.toEqual(data.orders);
  expect(data.users).toHaveLength(360);
  expect(data.orders.length).toBeGreaterThan(300);
  const days = new Set(data.orders.map((order) => order['created_at']!.slice(0, 10)));
  expect(days.size).toBeGreaterThan(55);
});

it('passes every test; a product sold out, promos that ended and a short phone number warn', async () => {
  expect(alarms(await auditShop(shop))).toEqual({
    'core.dim_products.in_stock': 'warn',
    'core.fct_orders.promo_is_active': 'warn',
    'staging.stg_users.phone_is_valid': 'warn',
  });
});

it('shares users with the sample of the website, who order after it first knew them', () => {
  const since = firstSeen();
  const orders = data.orders.filter((order) => since.has(order['user_id']!));
  expect(new Set(orders.map((order) => order['user_id'])).size).toBeGreaterThan(50);
  for (const order of orders)
    expect(Date.parse(order['created_at']!)).toBeGreaterThan(since.get(order['user_id']!)!);
});

it('orders of shared users are attributed to their visits of the website', async () => {
  const since = firstSeen();
  const joined = await openShop(data);
  const sessions = [...since].map(
    ([user, time], i) => `(${i}, ${user}, make_timestamp(${time * 1000}), 'Email')`,
  );
  await joined.run(
    `insert into core.fct_sessions (session_id, user_id, started_at, entry_channel) values ${sessions.join(', ')}`,
  );
  await joined.build();
  const shared = data.orders.filter((order) => since.has(order['user_id']!));
  expect(
    await joined.rows(`select first_channel, last_channel, count(*) as orders
    from marketing.fct_order_attribution where is_matched group by all`),
  ).toEqual([{ first_channel: 'Email', last_channel: 'Email', orders: BigInt(shared.length) }]);
  joined.close();
});

it('has buyers who come back and sessions that convert, neither all nor none', async () => {
  const [row] = await shop.rows(`select
    (select avg(cast(is_repeat_buyer as int)) from marketing.user_order_facts where is_buyer) as repeats,
    (select avg(cast(is_converted as int)) from product.fct_user_sessions) as converted,
    (select avg(cast(is_bounced as int)) from product.fct_user_sessions) as bounced`);
  expect(row!['repeats']).toBeGreaterThan(0.2);
  expect(row!['repeats']).toBeLessThan(0.8);
  expect(row!['converted']).toBeGreaterThan(0.1);
  expect(row!['converted']).toBeLessThan(0.5);
  expect(row!['bounced']).toBeGreaterThan(0.05);
});

/** Share that came back within 21 days with the sign, less the share without it, at 95 %. */
async function lift(from: ShopCandidate, sign: string) {
  const [row] = await from.rows(`select
    count(*) filter (where ${sign} and days_to_second_order <= 21) as hits_with,
    count(*) filter (where ${sign}) as buyers_with,
    count(*) filter (where not ${sign} and days_to_second_order <= 21) as hits_without,
    count(*) filter (where not ${sign}) as buyers_without
  from marketing.user_repeat_signals where follow_up_days >= 21`);
  const share = (side: string) => ({
    numerator: Number(row![`hits_${side}`]),
    denominator: Number(row![`buyers_${side}`]),
  });
  return newcombeInterval(share('with'), share('without'))!;
}

it('the planted random sign shows no lift, a true one does', async () => {
  const large = await buildShop(sampleExports({ users: 3_000, seed: 'signs' }));
  const random = await lift(large, 'sign_random');
  expect(random.low).toBeLessThan(0);
  expect(random.high).toBeGreaterThan(0);
  expect(random.high - random.low).toBeLessThan(0.15);
  expect((await lift(large, 'sign_several_sessions')).low).toBeGreaterThan(0);
  large.close();
});
