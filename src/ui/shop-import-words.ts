import type { ShopTable } from '../core/shop/shop-table.ts';
import { plural } from './plural.ts';

const tables: Record<ShopTable, string> = {
  users: 'users',
  events: 'events',
  orders: 'orders',
  order_items: 'order items',
  products: 'products',
  promos: 'promos',
  addresses: 'addresses',
};

/** Words about the exports of a shop while they are imported and decided on; a part of `strings`. */
export const shopImportWords = {
  tables,
  recognised: (table: ShopTable) => `Shop export: ${tables[table]}`,
  missing: (columns: string[]) =>
    `Without ${plural(columns.length, 'column')} ${columns.join(', ')}`,
  extra: (columns: string[]) => `Left out: ${columns.join(', ')}`,
  keepContacts: 'Keep names, e-mail, phone and street addresses',
  keepContactsWhy:
    'No number here needs them. Without them the warehouse keeps only the domain of the e-mail, and whether e-mail and phone are well formed.',
  subjects: { website: 'Website', shop: 'Shop' },
  replaces: (count: number) =>
    `It would replace ${count} published ${plural(count, 'file')} of the same name.`,
  openShop: 'Open shop',
  orders: (count: string) => `${count} orders`,
  onlyShop:
    'Only a shop is published here. Drop exports or logs of a website to see its visitors, or look at the shop.',
  numbers: {
    title: 'What would change',
    table: 'The shop, published and in this run',
    number: 'Number',
    published: 'Published',
    candidate: 'This run',
    names: {
      orders: 'Orders',
      buyers: 'Buyers',
      revenue: 'Revenue',
      order_items: 'Order items',
      users: 'Users',
      sessions: 'Sessions',
      products: 'Products',
    } as Record<string, string>,
  },
};
