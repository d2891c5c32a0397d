import type { ShopTable } from './shop-table.ts';

/** What the values of a column must be read as; one that cannot be is a reason to reject its record. */
export type ShopColumnKind = 'text' | 'number' | 'integer' | 'time';

/** A column of a shop's export. */
export interface ShopColumn {
  name: string;
  kind: ShopColumnKind;
  /** Other names that exports give it, in lower case with underscores. */
  aliases: readonly string[];
  /** Its export is known by it: without this column it is another kind of file. */
  isKnownBy: boolean;
  /** A record without a value here is rejected. */
  isRequired: boolean;
  /** A person's name, e-mail, phone or street: left out unless they are to be kept. */
  isContact: boolean;
}

/** One of the seven exports, column by column in the order of the source table. */
export interface ShopExport {
  table: ShopTable;
  columns: readonly ShopColumn[];
  /** Columns that name a row. */
  key: readonly string[];
  /** At least one of each of these groups must be there for a file to be this export. */
  anyOf: readonly (readonly string[])[];
}

type Traits = Partial<Pick<ShopColumn, 'isKnownBy' | 'isRequired' | 'isContact' | 'kind'>>;

function column(name: string, traits: Traits = {}, ...aliases: string[]): ShopColumn {
  const usual = { kind: 'text', isKnownBy: false, isRequired: false, isContact: false } as const;
  return { ...usual, name, aliases, ...traits };
}

const known = { isKnownBy: true, isRequired: true } as const;
const contact = { isContact: true } as const;
const time = { kind: 'time' } as const;
const number = { kind: 'number' } as const;
const createdNames = ['created', 'creation_date', 'date_created', 'created_time'];

/** The exports of a shop by table. */
export const shopExports: Record<ShopTable, ShopExport> = {
  users: {
    table: 'users',
    columns: [
      column('user_id', known, 'customer_id', 'id'),
      column('first_name', contact, 'firstname', 'given_name'),
      column('last_name', contact, 'lastname', 'surname', 'family_name'),
      column('email', contact, 'e_mail', 'email_address', 'mail'),
      column('phone_number', contact, 'phone', 'telephone', 'mobile'),
      column('created_at', { ...time, isKnownBy: true }, ...createdNames, 'registered_at'),
      column('updated_at', time, 'updated', 'modified_at', 'last_updated'),
      column('address_id'),
    ],
    key: ['user_id'],
    anyOf: [['email', 'phone_number', 'first_name', 'last_name']],
  },
  events: {
    table: 'events',
    columns: [
      column('event_id', known, 'id'),
      column('session_id', { isKnownBy: true }),
      column('user_id', {}, 'customer_id'),
      column('page_url', { isKnownBy: true }, 'url', 'page'),
      column('created_at', { ...time, ...known }, ...createdNames, 'timestamp', 'event_time'),
      column('event_type', { isKnownBy: true }, 'event', 'event_name', 'type'),
      column('order_id'),
      column('product_id', {}, 'item_id'),
    ],
    key: ['event_id'],
    anyOf: [['order_id', 'product_id']],
  },
  orders: {
    table: 'orders',
    columns: [
      column('order_id', known, 'id', 'order_number'),
      column('user_id', { isKnownBy: true }, 'customer_id'),
      column('promo_id', {}, 'promo', 'promo_code', 'coupon'),
      column('address_id', {}, 'shipping_address_id'),
      column('created_at', { ...time, ...known }, ...createdNames, 'ordered_at', 'order_date'),
      column('order_cost', number, 'subtotal', 'cost'),
      column('shipping_cost', number, 'shipping', 'delivery_cost'),
      column('order_total', { ...number, isKnownBy: true }, 'total', 'total_price', 'amount'),
      column('tracking_id', {}, 'tracking_number'),
      column('shipping_service', {}, 'carrier', 'shipper'),
      column('estimated_delivery_at', time, 'estimated_delivery'),
      column('delivered_at', time, 'delivery_date'),
      column('status', {}, 'order_status'),
    ],
    key: ['order_id'],
    anyOf: [],
  },
  order_items: {
    table: 'order_items',
    columns: [
      column('order_id', known, 'order_number'),
      column('product_id', known, 'item_id', 'sku'),
      column('quantity', { kind: 'integer', isKnownBy: true }, 'qty', 'amount', 'count'),
    ],
    key: ['order_id', 'product_id'],
    anyOf: [],
  },
  products: {
    table: 'products',
    columns: [
      column('product_id', known, 'id', 'item_id', 'sku'),
      column('name', { isKnownBy: true }, 'product_name', 'title'),
      column('price', { ...number, isKnownBy: true }, 'unit_price', 'list_price'),
      column('inventory', { kind: 'integer' }, 'stock', 'in_stock', 'stock_level', 'on_hand'),
    ],
    key: ['product_id'],
    anyOf: [],
  },
  promos: {
    table: 'promos',
    columns: [
      column('promo_id', known, 'id', 'promo', 'promo_code', 'coupon', 'code'),
      column('discount', { ...number, isKnownBy: true }, 'discount_amount'),
      column('status', {}, 'promo_status', 'state'),
    ],
    key: ['promo_id'],
    anyOf: [],
  },
  addresses: {
    table: 'addresses',
    columns: [
      column('address_id', known, 'id'),
      column('address', contact, 'street', 'street_address', 'address_line', 'address1'),
      column('zipcode', {}, 'zip', 'zip_code', 'postcode', 'postal_code'),
      column('state', {}, 'region', 'province'),
      column('country', {}, 'country_name', 'country_code'),
    ],
    key: ['address_id'],
    anyOf: [
      ['zipcode', 'address'],
      ['state', 'country'],
    ],
  },
};
