import { beforeAll, expect, it } from 'vitest';
import type { Project } from '../project/model.ts';
import { distributionsReady } from '../quality/statistics/distributions.ts';
import { explainConversion } from './explain-conversion.ts';
import { proportion, readShop } from './read-shop.ts';
import type { ShopProduct } from './shop-view.ts';

beforeAll(() => distributionsReady);

const columns = ['sign_a', 'sign_b', 'sign_few', 'sign_random'].map((name) => ({
  name,
  type: 'BOOLEAN',
  description: `About ${name}. More of it.`,
}));
const project = {
  models: new Map([['user_repeat_signals', { columns }]]),
  metrics: new Map(),
} as unknown as Project;
const days = { from: '2026-09-01', to: '2026-09-02' };
const side = (sign: string, hasIt: boolean, back: number, buyers: number) => ({
  sign,
  has_it: hasIt,
  buyers,
  came_back: back,
});

it('reads a sign as more, less, none or too few, all signs together at 95 %', () => {
  const rows = [
    side('', true, 0, 200),
    side('', false, 0, 30),
    side('sign_a', true, 80, 100),
    side('sign_a', false, 40, 100),
    side('sign_b', true, 20, 100),
    side('sign_b', false, 60, 100),
    side('sign_few', true, 9, 9),
    side('sign_few', false, 1, 191),
    // Apart, its 95 % interval leaves out 0; among four signs it is no surprise.
    side('sign_random', true, 60, 100),
    side('sign_random', false, 45, 100),
  ];
  const { signals } = readShop(project, {}, days, new Map(), new Map([['signals', rows]]));
  expect(signals).toMatchObject({ followUpDays: 30, buyers: 200, leftOut: 30 });
  expect(signals.rows.map(({ label, verdict }) => [label, verdict])).toEqual([
    ['About sign_a', 'more'],
    ['About sign_b', 'less'],
    ['About sign_few', 'too-few'],
    ['About sign_random', 'none'],
  ]);
  const [, , , random] = signals.rows;
  expect(random!.difference).toBeCloseTo(0.15, 12);
  expect(random!.lower).toBeLessThan(0);
});

function product(id: string, views: number, bought: number, price: number): ShopProduct {
  return {
    ...{ id, name: id, price, inventory: 5, promoShare: null, revenue: 0, quantity: 0, orders: 0 },
    pageViews: views,
    conversion: proportion(bought, views),
    isViewedNotBought: false,
    isStockRisk: false,
  };
}

it('marks what is viewed more than usual and surely bought less', () => {
  const rows = (value: (i: number) => number) =>
    [0, 1, 2, 3].map((i) => ({
      product_id: `p${i}`,
      value: value(i),
      numerator: value(i),
      denominator: 200 - i,
    }));
  const views = [400, 390, 100, 100];
  const bought = [20, 150, 100, 100];
  const { products } = readShop(
    project,
    {},
    days,
    new Map(),
    new Map([
      ['product_page_views', rows((i) => views[i]!)],
      ['product_conversion_rate', rows((i) => bought[i]!)],
    ]),
  );
  expect(products.filter((one) => one.isViewedNotBought).map(({ id }) => id)).toEqual(['p0']);
});

it('tells a rank correlation from chance, and says when products are too few', () => {
  const many = Array.from({ length: 12 }, (_, i) => product(`p${i}`, 100, 80 - 5 * i, 10 + i));
  const readings = Object.fromEntries(
    explainConversion(many).map(({ factor, reading }) => [factor, reading]),
  );
  expect(readings).toEqual({
    price: 'lower',
    inventory: 'few',
    pageViews: 'few',
    promoShare: 'few',
  });
  expect(explainConversion(many.slice(0, 9))[0]!.reading).toBe('few');
});
