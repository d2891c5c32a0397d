import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataTest, Model } from '../core/project/model.ts';
import { alarms, auditShop } from './testing/audit-shop.ts';
import { buildShop, shopProject } from './testing/shop-candidate.ts';
import type { ShopCandidate, ShopExports } from './testing/shop-candidate.ts';
import { soundShop } from './testing/sound-shop.ts';

/** A fault in the exports, or one planted into what was built from sound ones. */
type Fault = { exports: (shop: Required<ShopExports>) => void } | { sql: string };

let sound: ShopCandidate;
beforeAll(async () => {
  sound = await buildShop(soundShop());
}, 60_000);
afterAll(() => sound.close());

async function auditExports(fault: (shop: Required<ShopExports>) => void) {
  const exports = soundShop();
  fault(exports);
  const shop = await buildShop(exports);
  const found = alarms(await auditShop(shop));
  shop.close();
  return found;
}

async function auditPlanted(sql: string) {
  await sound.run('begin');
  await sound.run(sql);
  const found = alarms(await auditShop(sound));
  await sound.run('rollback');
  return found;
}

async function audit(fault: Fault) {
  return 'sql' in fault ? auditPlanted(fault.sql) : auditExports(fault.exports);
}

const event = {
  session_id: 's3',
  user_id: 'ben',
  event_type: 'add_to_cart',
  created_at: '2026-09-09T09:00:10Z',
};

/** Faults as exports bring them, by the test that must catch them. */
const faults: Record<string, Fault> = {
  'staging.stg_users.email_is_valid': {
    exports: ({ users }) => (users[0]!['email'] = 'ada.shop.example'),
  },
  'staging.stg_users.phone_is_valid': {
    exports: ({ users }) => (users[1]!['phone_number'] = '+44 20 7946 0000'),
  },
  'staging.stg_users.unique.user_id': { exports: ({ users }) => users.push({ ...users[1]! }) },
  'staging.stg_users.relationships.address_id': {
    exports: ({ users }) => (users[1]!['address_id'] = 'nowhere'),
  },
  'staging.stg_events.unique.event_id': { exports: ({ events }) => events.push({ ...events[0]! }) },
  'staging.stg_events.relationships.user_id': {
    exports: ({ events }) => events.push({ ...event, event_id: 'e9', user_id: 'eve' }),
  },
  'staging.stg_events.relationships.order_id': {
    exports: ({ events }) => events.push({ ...event, event_id: 'e9', order_id: 'o9' }),
  },
  'staging.stg_events.relationships.product_id': {
    exports: ({ events }) => events.push({ ...event, event_id: 'e9', product_id: 'sofa' }),
  },
  'staging.stg_orders.unique.order_id': { exports: ({ orders }) => orders.push({ ...orders[0]! }) },
  'staging.stg_orders.relationships.user_id': {
    exports: ({ orders }) => (orders[1]!['user_id'] = 'eve'),
  },
  'staging.stg_orders.relationships.promo_id': {
    exports: ({ orders }) => (orders[1]!['promo_id'] = 'winter'),
  },
  'staging.stg_orders.relationships.address_id': {
    exports: ({ orders }) => (orders[1]!['address_id'] = 'nowhere'),
  },
  'staging.stg_order_items.key_is_unique': {
    exports: ({ order_items: items }) => items.push({ ...items[0]! }),
  },
  'staging.stg_order_items.relationships.order_id': {
    exports: ({ order_items: items }) =>
      items.push({ order_id: 'o9', product_id: 'rug', quantity: '1' }),
  },
  'staging.stg_order_items.relationships.product_id': {
    exports: ({ order_items: items }) =>
      items.push({ order_id: 'o2', product_id: 'sofa', quantity: '1' }),
  },
  'staging.stg_order_items.quantity_is_positive': {
    exports: ({ order_items: items }) => (items[1]!['quantity'] = '0'),
  },
  'staging.stg_products.unique.product_id': {
    exports: ({ products }) => products.push({ ...products[0]! }),
  },
  'staging.stg_products.price_is_positive': {
    exports: ({ products }) => (products[2]!['price'] = '0'),
  },
  'staging.stg_promos.key_is_unique': { exports: ({ promos }) => promos.push({ ...promos[0]! }) },
  'staging.stg_promos.discount_is_not_negative': {
    exports: ({ promos }) => (promos[1]!['discount'] = '-3'),
  },
  'staging.stg_promos.discount_is_not_zero': {
    exports: ({ promos }) => (promos[1]!['discount'] = '0'),
  },
  'staging.stg_addresses.unique.address_id': {
    exports: ({ addresses }) => addresses.push({ ...addresses[0]! }),
  },
  'staging.stg_addresses.zip_is_not_negative': {
    exports: ({ addresses }) => (addresses[0]!['zipcode'] = '-1234'),
  },
  'core.dim_products.in_stock': { exports: ({ products }) => (products[2]!['inventory'] = '0') },
  'core.fct_orders.promo_is_active': {
    exports: ({ promos }) => (promos[0]!['status'] = 'inactive'),
  },
  'core.fct_orders.order_totals_add_up': {
    exports: ({ orders }) => (orders[0]!['order_total'] = '39.51'),
  },
  'product.fct_page_views.not_before_its_user': {
    exports: ({ events }) => (events[7]!['created_at'] = '2026-08-01T09:00:00Z'),
  },
  'product.fct_user_order_pageviews.not_before_its_user': {
    exports: ({ events }) => (events[6]!['created_at'] = '2026-07-31T12:00:00Z'),
  },
  'product.fct_user_content_pageviews.inventory_is_known': {
    exports: ({ products }) => (products[0]!['inventory'] = ''),
  },
  // Planted into what was built: the exports' own tests would catch their causes as well.
  'product.fct_user_content_pageviews.price_is_positive': {
    sql: "update product.fct_user_content_pageviews set price = 0 where event_id = 'e1'",
  },
  'product.fct_user_sessions.length_is_not_negative': {
    sql: "update product.fct_user_sessions set duration_seconds = -1 where session_id = 's1'",
  },
  'product.fct_user_sessions.has_events': {
    sql: "update product.fct_user_sessions set events = 0 where session_id = 's1'",
  },
  'product.fct_daily_performance_by_product.revenue_is_not_negative': {
    sql: "update product.fct_daily_performance_by_product set revenue = -1 where product_id = 'lamp'",
  },
  'marketing.user_repeat_signals.second_is_after_first': {
    sql: 'update marketing.user_repeat_signals set days_to_second_order = -1',
  },
  'marketing.fct_order_attribution.session_before_order': {
    sql: `update marketing.fct_order_attribution
      set first_session_at = created_at, last_session_at = created_at + interval 1 hour`,
  },
};

/** Keys of built tables, and of exports, that are missing or there twice. */
function keyFault(model: Model, test: DataTest): Fault | undefined {
  const isStaging = model.schema === 'staging';
  const table = isStaging ? model.sources[0]! : `${model.schema}.${model.name}`;
  const one = `rowid = (select min(rowid) from ${table})`;
  const isKey = isStaging && model.key.includes(test.column ?? '');
  if (test.kind === 'not_null' && isKey)
    return {
      sql: `insert into ${table} select * replace (null as ${test.column}) from ${table} where ${one}`,
    };
  if (test.kind === 'not_null' && test.where === undefined)
    return { sql: `update ${table} set ${test.column} = null where ${one}` };
  if (!isStaging && (test.kind === 'unique' || test.kind === 'unique_combination'))
    return { sql: `insert into ${table} select * from ${table} where ${one}` };
  return undefined;
}

const idOf = (model: Model, name: string): string => `${model.schema}.${model.name}.${name}`;

const keyFaults = [...shopProject.models.values()].flatMap((model) =>
  model.tests.flatMap((test): [string, Fault][] => {
    const fault = keyFault(model, test);
    return fault === undefined ? [] : [[idOf(model, test.name), fault]];
  }),
);

const tests = [
  ...[...shopProject.models.values()].flatMap((model) =>
    model.tests.map((test) => ({ id: idOf(model, test.name), severity: test.severity })),
  ),
  ...shopProject.singularTests.map(({ name, on, severity }) => ({
    id: idOf(shopProject.models.get(on)!, name),
    severity,
  })),
];

it('sound exports pass every test', async () => {
  expect(alarms(await auditShop(sound))).toEqual({});
});

it('each data test of the shop has a fault', () => {
  const planted = [...Object.keys(faults), ...keyFaults.map(([id]) => id)];
  expect(planted.toSorted()).toEqual(tests.map(({ id }) => id).toSorted());
});

it.each([...Object.entries(faults), ...keyFaults])(
  'a fault is caught by %s, and by nothing else',
  async (id, fault) => {
    const { severity } = tests.find((test) => test.id === id)!;
    expect(await audit(fault)).toEqual({ [id]: severity });
  },
);

it('each data test of the shop says what it assumes', () => {
  for (const { tests: own, name } of shopProject.models.values()) {
    for (const test of own) expect(test.description, `${name}.${test.name}`).not.toBe('');
  }
  for (const test of shopProject.singularTests) expect(test.description, test.name).not.toBe('');
});
