import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recogniseShop } from './recognise-shop.ts';
import { shopExports } from './shop-columns.ts';
import { shopTables } from './shop-table.ts';

const columnsOf = (table: keyof typeof shopExports): string[] =>
  shopExports[table].columns.map(({ name }) => name);

describe('a file is an export of a shop by its columns', () => {
  test.each(shopTables)('%s, in any order and case', (table) => {
    expect(recogniseShop(columnsOf(table))).toMatchObject({ table, missing: [], extra: [] });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(columnsOf(table), { minLength: columnsOf(table).length }),
        fc.boolean(),
        (columns, isUpper) => {
          const named = columns.map((name) => (isUpper ? name.toUpperCase() : name));
          expect(recogniseShop(named)?.table).toBe(table);
        },
      ),
    );
  });

  test.each([
    ['orders', ['Order ID', 'customerId', 'createdAt', 'Total', 'Promo Code']],
    ['order_items', ['order_id', 'SKU', 'qty']],
    ['products', ['id', 'title', 'price', 'stock']],
    ['users', ['id', 'email', 'created_at']],
    ['promos', ['code_', 'promo', 'discount']],
    ['addresses', ['address_id', 'street', 'zip', 'country']],
  ])('%s by common names', (table, columns) => {
    expect(recogniseShop(columns)?.table).toBe(table);
  });

  test('says what is missing and what is left out', () => {
    expect(recogniseShop(['product_id', 'name', 'price', 'colour'])).toMatchObject({
      missing: ['inventory'],
      extra: ['colour'],
    });
  });

  test.each([
    [
      [
        'event_id',
        'session_id',
        'user_id',
        'page_url',
        'created_at',
        'event_type',
        'ip',
        'order_id',
      ],
    ],
    [['event_time', 'user_id', 'page_url', 'referrer', 'order_id', 'order_total', 'created_at']],
    [['event_id', 'session_id', 'user_id', 'page_url', 'created_at', 'event_type']],
    [['url', 'user_agent', 'ip', 'event_time', 'host']],
    [['user_id', 'device_id', 'referrer', 'host', 'url', 'event_time']],
    [['id', 'status']],
    [[]],
  ])('%j is none', (columns) => {
    expect(recogniseShop(columns)).toBeUndefined();
  });

  test('whatever has an address, an agent or a referrer of a request is none', () => {
    const web = fc.constantFrom('ip', 'user_agent', 'Referer', 'client_ip', 'utm_source', 'host');
    fc.assert(
      fc.property(fc.constantFrom(...shopTables), web, (table, column) => {
        expect(recogniseShop([...columnsOf(table), column])).toBeUndefined();
      }),
    );
  });
});
