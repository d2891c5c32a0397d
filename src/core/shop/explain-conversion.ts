import { rankCorrelation } from '../../lib/rank-correlation.ts';
import { tQuantile } from '../quality/statistics/distributions.ts';
import type { ShopProduct, ShopView } from './shop-view.ts';

type Explanation = ShopView['explanations'][number];

const factors: Explanation['factor'][] = ['price', 'inventory', 'pageViews', 'promoShare'];
/** Ranks of fewer products than this are chance. */
const fewestProducts = 10;

/**
 * What goes with the products' conversion: Spearman's rank correlation of each property over the products that were viewed. A
 * correlation is told from chance by t = r sqrt((n - 2) / (1 - r^2)) with n - 2 degrees of freedom, all properties together at 95 %.
 */
export function explainConversion(products: readonly ShopProduct[]): Explanation[] {
  return factors.map((factor) => {
    const pairs = products.flatMap((product) => {
      const x = product[factor];
      const y = product.conversion.value;
      return x === null || y === null ? [] : [[x, y] as const];
    });
    const correlation = rankCorrelation(
      pairs.map(([x]) => x),
      pairs.map(([, y]) => y),
    );
    return {
      factor,
      correlation,
      products: pairs.length,
      reading: read(correlation, pairs.length),
    };
  });
}

function read(correlation: number | null, products: number): Explanation['reading'] {
  if (correlation === null || products < fewestProducts) return 'few';
  const t = Math.abs(correlation) * Math.sqrt((products - 2) / (1 - correlation ** 2));
  if (t <= tQuantile(products - 2, 1 - 0.025 / factors.length)) return 'chance';
  return correlation > 0 ? 'higher' : 'lower';
}
