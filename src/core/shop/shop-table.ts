/** The seven exports of a shop; each becomes a source `shop.<name>`. */
export const shopTables = [
  'users',
  'events',
  'orders',
  'order_items',
  'products',
  'promos',
  'addresses',
] as const;
export type ShopTable = (typeof shopTables)[number];
