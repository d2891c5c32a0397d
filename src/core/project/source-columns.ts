import { ingestColumns } from '../ingest/plan-star.ts';
import { sourceColumns as shopColumns } from '../shop/shop-sources.ts';
import { shopTables } from '../shop/shop-table.ts';
import type { ModelColumn } from './model.ts';

/** Columns of a source as models read it (`ingest.events`, `shop.orders`); undefined where no source has that name. */
export function columnsOfSource(name: string): Pick<ModelColumn, 'name' | 'type'>[] | undefined {
  const table = shopTables.find((one) => name === `shop.${one}`);
  return table === undefined ? ingestColumns[name] : shopColumns(table);
}
