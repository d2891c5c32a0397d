import { throwIfCancelled } from '../core/errors.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import { relation } from '../lib/sql.ts';
import type { Database } from './ports.ts';

/** Builds the models in DAG order in the current database. `onModel` hears of each before it is built. */
export async function runModels(
  db: Database,
  models: PlannedModel[],
  options: { signal?: AbortSignal | undefined; onModel?: (name: string, share: number) => void },
): Promise<void> {
  const schemas = [...new Set(models.map((model) => model.schema))];
  await db.run(
    schemas.map((schema) => `create schema if not exists ${relation(schema)}`).join('; '),
  );
  for (const [i, model] of models.entries()) {
    throwIfCancelled(options.signal);
    options.onModel?.(model.name, i / models.length);
    const name = relation(`${model.schema}.${model.name}`);
    const kind = model.materialized === 'view' ? 'view' : 'table';
    await db.run(`create or replace ${kind} ${name} as\n${model.sql}`, {
      signal: options.signal,
    });
  }
}
