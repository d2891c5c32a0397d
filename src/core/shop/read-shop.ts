import { newcombeInterval, wilsonInterval } from '../../lib/wilson-interval.ts';
import { scopeOf } from '../metrics/scope.ts';
import type { Project } from '../project/model.ts';
import { median } from '../quality/statistics/median.ts';
import { tQuantile } from '../quality/statistics/distributions.ts';
import { defaultFollowUpDays, signsOf } from './ask-shop.ts';
import type { Sign } from './ask-shop.ts';
import { explainConversion } from './explain-conversion.ts';
import type { Proportion, ShopInput, ShopProduct, ShopSignal, ShopView } from './shop-view.ts';
import { shopTables } from './shop-table.ts';
import type { ShopTable } from './shop-table.ts';

type ResultRow = Readonly<Record<string, unknown>>;
/** Rows by the name of the query that returned them. */
export type ShopResults = ReadonlyMap<string, readonly ResultRow[]>;

/** What is known of the shop's exports: rows by table; absent: not delivered. */
export type DeliveredExports = ReadonlyMap<ShopTable, number>;

/** Fewer people than this on a side say nothing of a sign. */
const fewest = 10;

/** Puts the rows of `askShop`'s queries, by query name, together to what the screen shows. */
export function readShop(
  project: Project,
  input: ShopInput,
  published: { from: string; to: string },
  delivered: DeliveredExports,
  results: ShopResults,
): ShopView {
  const { from, to, days } = scopeOf(input, { ...published, hosts: [] });
  const one = (name: string): ResultRow | undefined => results.get(name)?.[0];
  const share = (name: string): Proportion =>
    proportion(count(one(name)?.['numerator']), count(one(name)?.['denominator']));
  const products = readProducts(results);
  const promos = share('inactive_promo_rate');
  const orders = count(one('shop_orders')?.['value']);
  return {
    from,
    to,
    published,
    exports: shopTables.map((table) => ({
      table,
      rows: delivered.get(table) ?? 0,
      isDelivered: delivered.has(table),
    })),
    totals: {
      orders,
      buyers: count(one('shop_buyers')?.['value']),
      revenue: count(one('shop_revenue')?.['value']),
      averageOrder: number(one('average_order_value')?.['value']),
    },
    repeat: share('repeat_rate'),
    conversion: share('session_conversion_rate'),
    daily: readDays(days, input.product !== undefined, results),
    products,
    explanations: explainConversion(products),
    time: {
      sessions: share('session_conversion_rate').denominator,
      medianSeconds: number(one('median_time_on_site')?.['value']),
      meanSeconds: number(one('time_on_site')?.['value']),
      bounced: share('shop_bounce_rate'),
    },
    signals: readSignals(
      signsOf(project),
      input.followUpDays ?? defaultFollowUpDays,
      results.get('signals') ?? [],
    ),
    attribution: {
      orders,
      matched: count(one('attributed_orders')?.['value']),
      channels: readChannels(results),
    },
    promos: {
      orders,
      withPromo: promos.denominator,
      withInactivePromo: promos.numerator,
    },
  };
}

function count(value: unknown): number {
  return Number(value ?? 0);
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** A share with Wilson's interval. */
export function proportion(numerator: number, denominator: number): Proportion {
  const interval = wilsonInterval(numerator, denominator);
  const value = denominator === 0 ? null : numerator / denominator;
  return {
    ...{ numerator, denominator, value },
    lower: interval?.low ?? null,
    upper: interval?.high ?? null,
  };
}

function readDays(
  days: readonly string[],
  isOfProduct: boolean,
  results: ShopResults,
): ShopView['daily'] {
  const series = (name: string, column: string): Map<string, number> =>
    new Map(
      (results.get(`daily_${name}`) ?? []).map((row) => [String(row['ds']), count(row[column])]),
    );
  const orders = series('orders', 'value');
  const revenue = series('revenue', 'value');
  const pageViews = series('pageViews', 'value');
  // Of one product, the sessions are those that viewed it: what its conversion is divided by.
  const sessions = series('sessions', isOfProduct ? 'denominator' : 'value');
  return days.map((ds) => ({
    ds,
    orders: orders.get(ds) ?? 0,
    revenue: revenue.get(ds) ?? 0,
    pageViews: pageViews.get(ds) ?? 0,
    sessions: sessions.get(ds) ?? 0,
  }));
}

function byKey(rows: readonly ResultRow[] | undefined, key: string): Map<string, ResultRow> {
  return new Map((rows ?? []).map((row) => [String(row[key]), row]));
}

function readProducts(results: ShopResults): ShopProduct[] {
  const of = (name: string) => byKey(results.get(name), 'product_id');
  const [views, orders, revenue, conversion, promo] = [
    of('product_page_views'),
    of('product_orders'),
    of('product_revenue'),
    of('product_conversion_rate'),
    of('promo_orders'),
  ];
  const known = of('products');
  const ids = new Set([...known.keys(), ...views.keys(), ...orders.keys()]);
  const rows = [...ids].sort().map((id): ShopProduct => {
    const product = known.get(id);
    const rate = conversion.get(id);
    const sold = count(orders.get(id)?.['value']);
    return {
      id,
      name: String(product?.['product_name'] ?? id),
      price: number(product?.['price']),
      inventory: number(product?.['inventory']),
      pageViews: count(views.get(id)?.['value']),
      orders: sold,
      quantity: count(promo.get(id)?.['quantity']),
      revenue: count(revenue.get(id)?.['value']),
      promoShare: sold === 0 ? null : count(promo.get(id)?.['promo_orders']) / sold,
      conversion: proportion(count(rate?.['numerator']), count(rate?.['denominator'])),
      isViewedNotBought: false,
      isStockRisk: product?.['is_stock_risk'] === true,
    };
  });
  return markRarelyBought(rows);
}

/** Viewed more than the median product, and bought surely less than the products together: its interval lies below their share. */
function markRarelyBought(products: ShopProduct[]): ShopProduct[] {
  const usual = median(products.map(({ pageViews }) => pageViews));
  const sum = (of: (one: ShopProduct) => number): number =>
    products.reduce((total, one) => total + of(one), 0);
  const viewed = sum(({ conversion }) => conversion.denominator);
  const share = viewed === 0 ? 0 : sum(({ conversion }) => conversion.numerator) / viewed;
  return products.map((one) => ({
    ...one,
    isViewedNotBought: one.pageViews > usual && (one.conversion.upper ?? 1) < share,
  }));
}

function readSignals(
  signs: readonly Sign[],
  followUpDays: number,
  rows: readonly ResultRow[],
): ShopView['signals'] {
  const side = (sign: string, hasIt: boolean): Proportion => {
    const row = rows.find((one) => one['sign'] === sign && one['has_it'] === hasIt);
    return proportion(count(row?.['came_back']), count(row?.['buyers']));
  };
  // All intervals together are to hold at 95 % (Bonferroni).
  const z = tQuantile(1e9, 1 - 0.025 / Math.max(1, signs.length));
  return {
    followUpDays,
    buyers: side('', true).denominator,
    leftOut: side('', false).denominator,
    rows: signs.map((sign) => signalOf(sign, side(sign.name, true), side(sign.name, false), z)),
  };
}

function signalOf(sign: Sign, withSign: Proportion, without: Proportion, z: number): ShopSignal {
  const interval = newcombeInterval(withSign, without, z);
  const isFew = Math.min(withSign.denominator, without.denominator) < fewest;
  const difference = interval === null ? null : withSign.value! - without.value!;
  const bounds = { lower: interval?.low ?? null, upper: interval?.high ?? null };
  return { ...sign, withSign, without, difference, ...bounds, verdict: verdictOf(isFew, bounds) };
}

function verdictOf(
  isFew: boolean,
  { lower, upper }: Pick<ShopSignal, 'lower' | 'upper'>,
): ShopSignal['verdict'] {
  if (isFew || lower === null || upper === null) return 'too-few';
  if (lower > 0) return 'more';
  return upper < 0 ? 'less' : 'none';
}

function readChannels(results: ShopResults): ShopView['attribution']['channels'] {
  const [first, last, revenue] = [
    byKey(results.get('first_channels'), 'first_channel'),
    byKey(results.get('last_channels'), 'last_channel'),
    byKey(results.get('channel_revenue'), 'last_channel'),
  ];
  return [...new Set([...first.keys(), ...last.keys()])]
    .filter((channel) => channel !== 'null')
    .map((channel) => ({
      channel,
      firstOrders: count(first.get(channel)?.['value']),
      lastOrders: count(last.get(channel)?.['value']),
      revenue: count(revenue.get(channel)?.['value']),
    }))
    .sort((a, b) => b.lastOrders - a.lastOrders || (a.channel < b.channel ? -1 : 1));
}
