import type { PublishedTable } from '../warehouse/plan-export.ts';
import { shopExports } from './shop-columns.ts';
import { shopTables } from './shop-table.ts';
import type { ShopTable } from './shop-table.ts';

type SourceColumn = PublishedTable['columns'][number];

/** Tables whose rows name a user. */
const withUser: readonly ShopTable[] = ['users', 'events', 'orders'];

const about: SourceColumn[] = [
  { name: 'delivery', type: 'VARCHAR', description: 'The file it came in' },
  { name: 'line', type: 'BIGINT', description: 'Line of the file' },
  {
    name: 'is_newest',
    type: 'BOOLEAN',
    description: 'Whether its file is the newest of this export',
  },
];

const ofContacts: SourceColumn[] = [
  {
    name: 'email_domain',
    type: 'VARCHAR',
    description: 'What follows the @ of the e-mail address',
  },
  {
    name: 'email_is_valid',
    type: 'BOOLEAN',
    description: 'The e-mail address has an @ with text around it',
  },
  { name: 'phone_is_valid', type: 'BOOLEAN', description: 'The phone number has ten digits' },
];

const ofUser: SourceColumn[] = [
  {
    name: 'user_id_hash',
    type: 'BIGINT',
    description: 'Number of the user, as the website has it',
  },
];

/** Columns of `shop.<table>`: where the row came from, the export's columns as text, what is derived from them. */
export function sourceColumns(table: ShopTable): SourceColumn[] {
  const own = shopExports[table].columns.map(({ name }) => ({
    name,
    type: 'VARCHAR',
    description: 'As written in the file',
  }));
  const derived = table === 'users' ? ofContacts : [];
  return [...about, ...own, ...derived, ...(withUser.includes(table) ? ofUser : [])];
}

/** Whether rows of the export name a user. */
export function hasUser(table: ShopTable): boolean {
  return withUser.includes(table);
}

/** The relation of an export. */
export function sourceName(table: ShopTable): string {
  return `shop.${table}`;
}

/** Rows of live deliveries in whose place a newer delivery has another: they come back when that one goes. */
export function replacedName(table: ShopTable): string {
  return `shop_replaced.${table}`;
}

/** Whether a table holds such rows: kept, but nothing that people look at. */
export function isReplaced(table: string): boolean {
  return table.startsWith('shop_replaced.');
}

/** Those rows as they are kept; no model reads them. */
export const replacedSources: readonly PublishedTable[] = shopTables.map((table) => ({
  name: replacedName(table),
  description: `Rows of the shop's export ${table} that a newer delivery replaces`,
  columns: sourceColumns(table),
  partitioned: false,
  key: ['delivery', 'line'],
}));

/** The seven exports as they are kept beside the tables built from them. */
export const shopSources: readonly PublishedTable[] = shopTables.map((table) => ({
  name: sourceName(table),
  description: `The shop's export ${table}, as delivered`,
  columns: sourceColumns(table),
  partitioned: false,
  key: ['delivery', 'line'],
}));
