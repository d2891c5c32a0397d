import { throwIfCancelled } from '../core/errors.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { relation } from '../lib/sql.ts';
import { DayBuilder, daysLast, noteBuiltModels } from './build-by-day.ts';
import type { BuiltBefore } from './build-by-day.ts';
import type { Database } from './ports.ts';
import { countRows } from './reading.ts';

/** A model as it was built: rows of a table, null of a view. */
export type BuiltModel = NonNullable<RunReport['models']>[number];

export interface BuildOptions {
  signal?: AbortSignal | undefined;
  /** Hears of each model before it is built. */
  onModel?: (name: string, share: number) => void;
  /** Where incremental models take the days from that this run cannot change; undefined: all are built as a whole. */
  before?: BuiltBefore | undefined;
}

/** Builds the models in DAG order in the current database. */
export async function runModels(
  db: Database,
  planned: PlannedModel[],
  options: BuildOptions,
): Promise<BuiltModel[]> {
  const { before } = options;
  const models = before === undefined ? planned : daysLast(planned, before);
  const byDay = before && new DayBuilder(db, before);
  const built: BuiltModel[] = [];
  const schemas = [...new Set(models.map((model) => model.schema))];
  await db.run(
    schemas.map((schema) => `create schema if not exists ${relation(schema)}`).join('; '),
  );
  for (const [i, model] of models.entries()) {
    throwIfCancelled(options.signal);
    options.onModel?.(model.name, i / models.length);
    const name = relation(`${model.schema}.${model.name}`);
    const kind = model.materialized === 'view' ? 'view' : 'table';
    const started = performance.now();
    const days = await byDay?.build(model, options.signal);
    if (days === undefined)
      await db.run(`create or replace ${kind} ${name} as\n${model.sql}`, {
        signal: options.signal,
      });
    const seconds = Math.round(performance.now() - started) / 1000;
    built.push({
      name: `${model.schema}.${model.name}`,
      seconds,
      rows: kind === 'view' ? null : await countRows(db, name),
      ...(days && { days }),
    });
  }
  await noteBuiltModels(db, planned);
  return built;
}
