import { expect, it } from 'vitest';
import type { ShopProduct } from '../../core/shop/shop-view.ts';
import { sortProducts } from './sort-products.ts';

const product = (id: string, name: string, price: number | null, share: number | null) =>
  ({
    id,
    name,
    price,
    conversion: { numerator: 0, denominator: 0, value: share, lower: null, upper: null },
  }) as ShopProduct;
const products = [
  product('1', 'Pothos', 30.5, 0.4),
  product('2', 'aloe', 9, null),
  product('3', 'Bamboo', null, 0.7),
];
const ids = (list: ShopProduct[]) => list.map(({ id }) => id).join('');

it('sorts names upwards and numbers downwards, unknown ones last', () => {
  expect(ids(sortProducts(products, 'name', false, ''))).toBe('231');
  expect(ids(sortProducts(products, 'price', false, ''))).toBe('123');
  expect(ids(sortProducts(products, 'conversion', false, ''))).toBe('312');
  expect(ids(sortProducts(products, 'price', true, ''))).toBe('321');
});

it('keeps what holds the text, in any case', () => {
  expect(ids(sortProducts(products, 'name', false, ' BAM '))).toBe('3');
});
