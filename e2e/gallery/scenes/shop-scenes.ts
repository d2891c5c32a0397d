import { shopTables } from '../../../src/core/shop/shop-table.ts';
import { longLabels } from '../made/made-labels.ts';
import { madeShop } from '../made/made-shop.ts';
import { emptyStatus, madeStatus } from '../made/made-workbench.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/shop';
const shop = madeStatus().shop!;

export const shopScenes: Scenes = {
  usual: { title: 'Three months', at },
  huge: {
    title: 'Billions, and products with odd names',
    at,
    workbench: {
      shop: async (input) =>
        madeShop(input, {
          times: 1_000_000,
          names: longLabels('product').filter((name) => name.trim() !== ''),
        }),
    },
  },
  behind: {
    title: 'The website has published since',
    at,
    workbench: { status: async () => madeStatus({ shop: { ...shop, isBehind: true } }) },
  },
  partly: {
    title: 'Four of seven exports are there',
    at,
    workbench: {
      status: async () =>
        madeStatus({
          shop: {
            ...shop,
            delivered: ['users', 'orders', 'order_items', 'products'],
            missing: ['events', 'promos', 'addresses'],
          },
        }),
      shop: async (input) => ({
        ...madeShop(input),
        exports: shopTables.map((table) => {
          const isDelivered = !['events', 'promos', 'addresses'].includes(table);
          return { table, rows: isDelivered ? 1_284 : 0, isDelivered };
        }),
      }),
    },
  },
  'no-products': {
    title: 'No product',
    at,
    workbench: { shop: async (input) => madeShop(input, { names: [] }) },
  },
  none: { title: 'No shop', at, workbench: { status: async () => madeStatus({ shop: null }) } },
  empty: { title: 'Nothing published', at, workbench: { status: async () => emptyStatus } },
  loading: { title: 'On its way', at, workbench: { shop: forever } },
  failed: {
    title: 'A query failed',
    at,
    workbench: { shop: failing('query-failed', 'out of memory') },
  },
};
