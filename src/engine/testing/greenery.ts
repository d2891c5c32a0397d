import { sharedData } from '../../lib/testing/shared-data.ts';
import { shopTables } from '../../core/shop/shop-table.ts';
import type { ShopTable } from '../../core/shop/shop-table.ts';
import type { SourceFile } from '../../workbench.ts';
import { diskFile } from './open-house.ts';

/** Path of an export of a public plant shop (CC0); undefined where the local test data is missing. */
export function greeneryPath(table: ShopTable): string | undefined {
  return sharedData(`greenery/${table}.csv`);
}

/** Tests of it are left out where it is missing. */
export const hasGreenery = greeneryPath('orders') !== undefined;

/** Its exports as dropped files. */
export function greeneryFiles(tables: readonly ShopTable[] = shopTables): Promise<SourceFile[]> {
  return Promise.all(tables.map((table) => diskFile(greeneryPath(table)!)));
}
