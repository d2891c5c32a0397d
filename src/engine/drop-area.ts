import type { PlannedModel } from '../core/project/plan-models.ts';
import type { Subject } from '../core/subject.ts';
import { literal, relation } from '../lib/sql.ts';
import type { Database } from './ports.ts';
import type { LeftBehind } from './published.ts';

const sourceSchemas: Record<Subject, readonly string[]> = {
  website: ['ingest'],
  shop: ['shop', 'shop_replaced'],
};

/** Takes what was built of an area, and what it was built from, out of a database of which the other area is still shown. */
export async function dropArea(
  db: Database,
  { catalog, subject }: LeftBehind['areas'][number],
  models: readonly PlannedModel[],
): Promise<void> {
  const own = new Set(
    models.filter((one) => one.subject === subject).map(({ schema, name }) => `${schema}.${name}`),
  );
  const rows = await db.rows(`select schema_name || '.' || table_name as name, 'table' as kind
from duckdb_tables() where database_name = ${literal(catalog)}
union all select schema_name || '.' || view_name, 'view'
from duckdb_views() where database_name = ${literal(catalog)} and not internal`);
  const found = rows.map((row) => ({ name: String(row['name']), kind: String(row['kind']) }));
  for (const { name, kind } of found.filter((one) => own.has(one.name)))
    await db.run(`drop ${kind} ${relation(`${catalog}.${name}`)}`);
  for (const schema of sourceSchemas[subject])
    await db.run(`drop schema if exists ${relation(`${catalog}.${schema}`)} cascade`);
}
