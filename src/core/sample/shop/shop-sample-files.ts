import type { ShopTable } from '../../shop/shop-table.ts';
import type { SampleFile } from '../sample-files.ts';
import { type SampleShop, type ShopSampleOptions, generateShop } from './generate-shop.ts';
import { samplePromos, sampleProducts } from './shop-catalogue.ts';
import type { SampleShopUser } from './shop-user.ts';
import type { SampleOrder } from './shop-visit.ts';

type Row = readonly (string | number)[];

const base = 'https://shop.example.com';
const iso = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
const money = (cents: number): string => (cents / 100).toFixed(2);

/** The seven exports of the sample shop as CSV files: `users.csv`, `events.csv` and so on. */
export function shopSampleFiles(options: ShopSampleOptions = {}): SampleFile[] {
  const shop = generateShop(options);
  const files: Record<ShopTable, Row[]> = {
    users: [
      'user_id,first_name,last_name,email,phone_number,created_at,updated_at,address_id'.split(','),
      ...shop.users.map(userRow),
    ],
    addresses: [
      ['address_id', 'address', 'zipcode', 'state', 'country'],
      ...shop.users.map((user) => [
        user.addressId,
        user.street,
        user.zip,
        user.state,
        'United States',
      ]),
    ],
    products: [
      ['product_id', 'name', 'price', 'inventory'],
      ...sampleProducts.map(({ id, name, price, inventory }) => [
        id,
        name,
        money(price),
        inventory,
      ]),
    ],
    promos: [
      ['promo_id', 'discount', 'status'],
      ...samplePromos.map(({ id, discount, status }) => [id, money(discount), status]),
    ],
    ...orderRows(shop),
    events: eventRows(shop),
  };
  return Object.entries(files).map(([table, rows]) => ({
    name: `${table}.csv`,
    chunks: [rows.map((row) => `${row.join(',')}\n`).join('')],
  }));
}

function userRow(user: SampleShopUser, number: number): Row {
  const email = `${user.first}.${user.last}${number}@example.com`.toLowerCase();
  const created = iso(user.createdAt);
  return [user.id, user.first, user.last, email, user.phone, created, created, user.addressId];
}

function orderRows({ orders, endTime }: SampleShop): Record<'orders' | 'order_items', Row[]> {
  const head =
    'order_id,user_id,promo_id,address_id,created_at,order_cost,shipping_cost,order_total,tracking_id,shipping_service,estimated_delivery_at,delivered_at,status';
  return {
    orders: [head.split(','), ...orders.map((order) => orderRow(order, endTime))],
    order_items: [
      ['order_id', 'product_id', 'quantity'],
      ...orders.flatMap((order) =>
        [...order.items].map(([product, quantity]) => [order.id, product.id, quantity]),
      ),
    ],
  };
}

function orderRow(order: SampleOrder, endTime: number): Row {
  const { cost, shipping, discount } = order;
  const isShipped = order.shippedAt < endTime;
  const isDelivered = order.deliveredAt < endTime;
  return [
    order.id,
    order.user.id,
    order.promo,
    order.user.addressId,
    iso(order.time),
    ...[cost, shipping, cost + shipping - discount].map(money),
    isShipped ? order.tracking : '',
    isShipped ? order.carrier : '',
    isShipped ? iso(order.estimatedAt) : '',
    isDelivered ? iso(order.deliveredAt) : '',
    isDelivered ? 'delivered' : isShipped ? 'shipped' : 'preparing',
  ];
}

function eventRows({ events }: SampleShop): Row[] {
  const head = 'event_id,session_id,user_id,page_url,created_at,event_type,order_id,product_id';
  return [
    head.split(','),
    ...events.map(({ id, session, user, path, time, type, order, product }) => [
      id,
      session,
      user,
      base + path,
      iso(time),
      type,
      order,
      product,
    ]),
  ];
}
