import { literal } from '../../lib/sql.ts';
import { WorkbenchError } from '../errors.ts';
import { compileMetric } from '../metrics/compile-metric.ts';
import type { MetricInput } from '../metrics/metric.ts';
import { scopeOf } from '../metrics/scope.ts';
import type { Project } from '../project/model.ts';
import type { ShopInput } from './shop-view.ts';

/** One query of the Shop screen; its rows are handed to `readShop` under its name. */
export interface ShopQuery {
  name: string;
  sql: string;
}

/** Tables that the queries read: those named in them, and those that the metrics count. */
export function tablesOfShop({ models, metrics }: Pick<Project, 'models' | 'metrics'>): string[] {
  const asked = [...single, ...byProduct, ...Object.values({ ...shopDays, ...channels }).flat()];
  const counted = asked.flatMap((name) => metrics.get(name)?.model ?? []);
  const named = ['fct_orders', 'fct_events', 'dim_products', 'user_repeat_signals'];
  return [...new Set([...named, ...counted, 'fct_daily_performance_by_product'])].flatMap(
    (name) => {
      const model = models.get(name);
      return model === undefined ? [] : [`${model.schema}.${model.name}`];
    },
  );
}

/** First and last day of all events and orders. */
export const shopRange = `select min(ds) as "from", max(ds) as "to" from (
  select ds from core.fct_orders union all select ds from core.fct_events) as days`;

export const defaultFollowUpDays = 30;
const mostFollowUpDays = 3_660;

/**
 * The queries of the Shop screen over the days `published`, none where there are none. What a metric defines is compiled from its
 * file. Throws `usage` for a day that is none, a range turned round, or days of follow-up that are no number from 1 to 3,660.
 */
export function askShop(
  project: Project,
  input: ShopInput,
  published: { from: string; to: string },
): ShopQuery[] {
  const { from, to, days } = scopeOf(input, { ...published, hosts: [] });
  if (days.length === 0) return [];
  const metric = (name: string, more: Partial<MetricInput> = {}, isDated = true): string =>
    compileMetric(project, { name, ...(isDated ? { from, to } : {}), ...more }).sql;
  const ofProduct =
    input.product === undefined ? undefined : { filter: { product_id: [input.product] } };
  return [
    ...single.map((name) => ({ name, sql: metric(name, {}, name !== 'repeat_rate') })),
    ...byProduct.map((name) => ({ name, sql: metric(name, { by: ['product_id'] }) })),
    ...Object.entries(ofProduct ? productDays : shopDays).map(([name, of]) => ({
      name: `daily_${name}`,
      sql: metric(of, { by: ['ds'], ...ofProduct }),
    })),
    ...Object.entries(channels).map(([name, [of, by]]) => ({
      name,
      sql: metric(of, { by: [by] }),
    })),
    { name: 'products', sql: products },
    { name: 'promo_orders', sql: promoOrders(from, to) },
    { name: 'signals', sql: signals(project, input.followUpDays ?? defaultFollowUpDays) },
  ];
}

const single = [
  'shop_orders',
  'shop_revenue',
  'shop_buyers',
  'average_order_value',
  'repeat_rate',
  'session_conversion_rate',
  'time_on_site',
  'median_time_on_site',
  'shop_bounce_rate',
  'inactive_promo_rate',
  'attributed_orders',
];
const byProduct = [
  'product_page_views',
  'product_orders',
  'product_revenue',
  'product_conversion_rate',
];
/** What the days show, and the metric that says it: of the shop, and of one product. */
const shopDays = {
  orders: 'shop_orders',
  revenue: 'shop_revenue',
  pageViews: 'shop_page_views',
  sessions: 'shop_sessions',
};
const productDays = {
  orders: 'product_orders',
  revenue: 'product_revenue',
  pageViews: 'product_page_views',
  sessions: 'product_conversion_rate',
};
const channels: Record<string, [metric: string, by: string]> = {
  first_channels: ['attributed_orders', 'first_channel'],
  last_channels: ['attributed_orders', 'last_channel'],
  channel_revenue: ['attributed_revenue', 'last_channel'],
};

const products =
  'select product_id, product_name, price, inventory, is_stock_risk from core.dim_products';

function promoOrders(from: string, to: string): string {
  return `select product_id, sum(quantity) as quantity, sum(promo_orders) as promo_orders
from product.fct_daily_performance_by_product where ds between ${literal(from)} and ${literal(to)} group by product_id`;
}

/** A sign of the model `user_repeat_signals`. */
export interface Sign {
  name: string;
  label: string;
  isControl: boolean;
}

const signForm = /^(delivery_)?sign_/;

/** All signs, a person's own among them: every column `sign_*` (counted from the first order) or `delivery_sign_*` (from its delivery). */
export function signsOf({ models }: Pick<Project, 'models'>): Sign[] {
  const columns = models.get('user_repeat_signals')?.columns ?? [];
  return columns
    .filter(({ name }) => signForm.test(name))
    .map(({ name, description }) => ({
      name,
      label: description.split(/\.(?:\s|$)/)[0] || name,
      isControl: name === 'sign_random',
    }));
}

function signals(project: Project, followUpDays: number): string {
  if (!Number.isInteger(followUpDays) || followUpDays < 1 || followUpDays > mostFollowUpDays)
    throw new WorkbenchError('usage', `no number of days to follow up: ${followUpDays}`);
  const days = literal(followUpDays);
  const parts = signsOf(project).map(({ name }) => {
    const [until, follow] = name.startsWith('delivery_')
      ? ['days_from_delivery_to_second_order', 'follow_up_days_from_delivery']
      : ['days_to_second_order', 'follow_up_days'];
    return `select ${literal(name)} as sign, ${name} as has_it, count(*) as buyers,
  count(*) filter (where ${until} <= ${days}) as came_back
from marketing.user_repeat_signals where ${follow} >= ${days} and ${name} is not null group by ${name}`;
  });
  const all = `select '' as sign, follow_up_days >= ${days} as has_it, count(*) as buyers, 0 as came_back
from marketing.user_repeat_signals group by follow_up_days >= ${days}`;
  return [all, ...parts].join('\nunion all\n');
}
