import type { ShopProduct } from '../../core/shop/shop-view.ts';

export const productColumns = [
  'name',
  'price',
  'inventory',
  'pageViews',
  'orders',
  'quantity',
  'revenue',
  'conversion',
] as const;
export type ProductColumn = (typeof productColumns)[number];

/** Products that hold the text, by one column: text upwards, numbers downwards, what is unknown last. */
export function sortProducts(
  products: readonly ShopProduct[],
  column: ProductColumn,
  isReversed: boolean,
  text: string,
): ShopProduct[] {
  const wanted = text.trim().toLocaleLowerCase();
  const sign = isReversed ? -1 : 1;
  return products
    .filter(({ name, id }) => `${name}\n${id}`.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => sign * compare(a, b, column) || (a.id < b.id ? -1 : 1));
}

function compare(a: ShopProduct, b: ShopProduct, column: ProductColumn): number {
  if (column === 'name') return a.name.localeCompare(b.name);
  const [x, y] = [valueOf(a, column), valueOf(b, column)];
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  return y - x;
}

function valueOf(product: ShopProduct, column: Exclude<ProductColumn, 'name'>): number | null {
  return column === 'conversion' ? product.conversion.value : product[column];
}
