import { shopTables } from '../../../src/core/shop/shop-table.ts';
import type {
  Proportion,
  ShopInput,
  ShopProduct,
  ShopView,
} from '../../../src/core/shop/shop-view.ts';
import { sampleProducts } from '../../../src/core/sample/shop/shop-catalogue.ts';
import { wilsonInterval } from '../../../src/lib/wilson-interval.ts';
import { dailyValues, daysOf, numbersOf, sumOf } from './made-days.ts';

const days = daysOf('2026-07-01', '2026-10-04');

function proportion(numerator: number, denominator: number): Proportion {
  const interval = wilsonInterval(numerator, denominator);
  return {
    numerator,
    denominator,
    value: denominator === 0 ? null : numerator / denominator,
    lower: interval?.low ?? null,
    upper: interval?.high ?? null,
  };
}

function product(name: string, i: number, times: number): ShopProduct {
  const random = numbersOf(name);
  const views = Math.round((1_600 * 0.86 ** i + 20) * times);
  const orders = Math.round(views * (0.02 + 0.09 * random()));
  return {
    id: `product-${i}`,
    name,
    price: Math.round(12 + 70 * random()),
    inventory: Math.round(90 * random()),
    pageViews: views,
    orders,
    quantity: Math.round(orders * 1.3),
    revenue: orders * 34.5,
    promoShare: orders === 0 ? null : 0.2 * random(),
    conversion: proportion(orders, views),
    isViewedNotBought: i === 2,
    isStockRisk: i === 5,
  };
}

/** What the shop's screen shows. `times` multiplies every count; `names` are the products'. */
export function madeShop(
  input: ShopInput = {},
  {
    times = 1,
    names = sampleProducts.map(({ name }) => name),
  }: { times?: number; names?: readonly string[] } = {},
): ShopView {
  const orders = dailyValues('orders', days, 14 * times);
  const total = sumOf(orders);
  const sign = (
    name: string,
    label: string,
    share: number,
    base: number,
    verdict: 'more' | 'less' | 'none' | 'too-few',
  ) => ({
    name,
    label,
    withSign: proportion(Math.round(share * 240 * times), 240 * times),
    without: proportion(Math.round(base * 410 * times), 410 * times),
    isControl: name === 'control',
    difference: share - base,
    lower: share - base - 0.09,
    upper: share - base + 0.09,
    verdict,
  });
  return {
    from: days[0]!,
    to: days.at(-1)!,
    published: { from: days[0]!, to: days.at(-1)! },
    exports: shopTables.map((table) => ({
      table,
      rows: Math.round(1_284 * times),
      isDelivered: true,
    })),
    totals: {
      orders: total,
      buyers: Math.round(total * 0.7),
      revenue: total * 61.4,
      averageOrder: 61.4,
    },
    repeat: proportion(Math.round(total * 0.18), Math.round(total * 0.7)),
    conversion: proportion(total, total * 12),
    daily: days.map((ds, i) => ({
      ds,
      orders: orders[i]!,
      revenue: orders[i]! * 61.4,
      pageViews: orders[i]! * 47,
      sessions: orders[i]! * 12,
    })),
    products: names.map((name, i) => product(name, i, times)),
    explanations: [
      { factor: 'price', correlation: -0.61, products: 30, reading: 'lower' },
      { factor: 'inventory', correlation: 0.08, products: 30, reading: 'chance' },
      { factor: 'pageViews', correlation: 0.44, products: 30, reading: 'higher' },
      { factor: 'promoShare', correlation: null, products: 6, reading: 'few' },
    ],
    time: {
      sessions: total * 12,
      medianSeconds: 214,
      meanSeconds: 341,
      bounced: proportion(total * 5, total * 12),
    },
    signals: {
      followUpDays: input.followUpDays ?? 30,
      buyers: 650 * times,
      leftOut: 121 * times,
      rows: [
        sign('promo', 'Used a promo in the first order', 0.34, 0.22, 'more'),
        sign('late', 'The first order came late', 0.11, 0.25, 'less'),
        sign('many', 'Three products or more in the first order', 0.27, 0.24, 'none'),
        sign('control', 'User id ends in an even digit', 0.24, 0.25, 'none'),
      ],
    },
    attribution: {
      orders: total,
      matched: Math.round(total * 0.62),
      channels: ['Organic search', 'Email', 'Direct', 'Social'].map((channel, i) => ({
        channel,
        firstOrders: Math.round(total * 0.2 * 0.7 ** i),
        lastOrders: Math.round(total * 0.18 * 0.72 ** i),
        revenue: Math.round(total * 11 * 0.7 ** i),
      })),
    },
    promos: { orders: total, withPromo: Math.round(total * 0.21), withInactivePromo: 3 },
  };
}
