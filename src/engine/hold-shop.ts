import type { HeldRun } from '../core/run/held-run.ts';
import { planShopNumbers } from '../core/shop/plan-shop-load.ts';
import { shopSources, sourceName } from '../core/shop/shop-sources.ts';
import { shopTables } from '../core/shop/shop-table.ts';
import type { ShopTable } from '../core/shop/shop-table.ts';
import { heldExports } from '../core/warehouse/partition-path.ts';
import type { Partition } from '../core/warehouse/partition.ts';
import { literal } from '../lib/sql.ts';
import { walkPartitions } from './publish-tables.ts';
import type { ReadyPartition } from './publish-tables.ts';
import type { RunContext } from './run-context.ts';

/** Keeps the exports that a held run brought as files, by table. */
export async function stageExports(
  { db, warehouse }: RunContext,
  deliveries: string[],
  options: { signal: AbortSignal | undefined; onShare: (share: number) => void },
): Promise<Record<string, Partition>> {
  const ids = deliveries.map(literal).join(', ');
  const parts: Record<string, Partition> = {};
  for (const table of shopTables) {
    const source = shopSources.find(({ name }) => name === sourceName(table))!;
    const held = { ...source, name: `load.held_${table}` };
    await db.run(
      `create or replace view ${held.name} as select * from ${source.name} where delivery in (${ids})`,
    );
    const keep = async (ready: ReadyPartition): Promise<void> => {
      parts[table] = await warehouse.stageHeld(db, ready, options.signal, heldExports);
    };
    await walkPartitions(db, [held], keep, options);
  }
  return parts;
}

/** Numbers of the shop that people know, as published and as the candidate in the current database would have them. */
export async function compareNumbers(context: RunContext): Promise<HeldRun['numbers'] & object> {
  const candidate = await numbersOf(context, sourceName);
  const published = await publishedNumbers(context);
  return [...candidate].map(([name, value]) => ({
    name,
    published: published?.get(name) ?? null,
    candidate: value,
  }));
}

/** From the memory of the published run where it is there, else from the warehouse. */
async function publishedNumbers(context: RunContext): Promise<Numbers | undefined> {
  const { db, published, warehouse } = context;
  if (published.shop !== undefined)
    return numbersOf(context, (table) => `${published.shop}.${sourceName(table)}`);
  if (warehouse.head?.shop === undefined) return undefined;
  const before = (table: ShopTable): string => `load.before_${table}`;
  for (const table of shopTables) await warehouse.mount(db, sourceName(table), before(table));
  return numbersOf(context, before);
}

type Numbers = Map<string, number | null>;

async function numbersOf(
  { db }: RunContext,
  relationOf: (table: ShopTable) => string,
): Promise<Numbers> {
  const rows = await db.rows(planShopNumbers(relationOf));
  return new Map(
    rows.map((row) => [
      String(row['name']),
      row['amount'] === null || row['amount'] === undefined ? null : Number(row['amount']),
    ]),
  );
}
