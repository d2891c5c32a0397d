import type { ShopTable } from '../../core/shop/shop-table.ts';
import type { SourceFile } from '../../workbench.ts';
import { textFile } from './open-house.ts';
import { tinyShop } from './tiny-shop.ts';

/** Files of the tiny shop; `changes` takes the place of an export's text. */
export function tinyShopFiles(
  changes: Partial<Record<ShopTable, string>> = {},
  tables: readonly ShopTable[] = Object.keys(tinyShop) as ShopTable[],
): SourceFile[] {
  return tables.map((table) => textFile(`${table}.csv`, changes[table] ?? tinyShop[table]));
}
