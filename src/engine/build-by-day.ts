import { compileModel, listOf } from '../core/project/compile-model.ts';
import type { Project } from '../core/project/model.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import { literal, relation } from '../lib/sql.ts';
import { findAffectedDays, sessions } from './affected-days.ts';
import type { AffectedDays } from './affected-days.ts';
import type { LoadedDrop } from './load-drop.ts';
import type { Database } from './ports.ts';
import type { RunContext } from './run-context.ts';

/** What the database of a run was built from: one row a model. Asked by the run after it. */
const builtModels = 'load.built_models';

/** Tables of the run before, in memory, from which days that this run cannot change are taken over. */
export interface BuiltBefore {
  /** Attached database that holds them. */
  catalog: string;
  project: Pick<Project, 'models'>;
  /** Days that this run may change. Asked once the sessions are built. */
  affectedDays(): Promise<AffectedDays>;
}

/** The tables that a run can take days over from; undefined where none are in memory, or where it is the project that changed. */
export function builtBefore(context: RunContext, loaded: LoadedDrop): BuiltBefore | undefined {
  const { db, warehouse, project, versions, change } = context;
  const catalog = context.published.website;
  if (catalog === undefined || change !== undefined || !context.subjects.has('website'))
    return undefined;
  const { superseded, shortened } = loaded;
  const report = { versions, deliveries: loaded.reports };
  const outcome = { report, superseded, shortened };
  const published = `${catalog}.${sessions}`;
  return {
    catalog,
    project,
    affectedDays: () => findAffectedDays(db, warehouse, outcome, published),
  };
}

/** Notes what the models of the current database are built from. */
export async function noteBuiltModels(
  db: Database,
  models: readonly PlannedModel[],
): Promise<void> {
  const rows = models.map(({ name, fingerprint }) => `(${literal(name)}, ${fingerprint})`);
  const values = rows.length === 0 ? '' : `; insert into ${builtModels} values ${rows.join(', ')}`;
  await db.run(
    `create schema if not exists load; create or replace table ${builtModels} (name varchar, fingerprint bigint)${values}`,
  );
}

/** The order to build in: what needs no affected days comes first, each model still after what it reads. */
export function daysLast(
  models: readonly PlannedModel[],
  { project }: BuiltBefore,
): PlannedModel[] {
  const late = new Set<string>();
  for (const { name, materialized } of models) {
    const refs = project.models.get(name)?.refs ?? [];
    if (materialized === 'incremental' || refs.some((ref) => late.has(ref))) late.add(name);
  }
  return [
    ...models.filter(({ name }) => !late.has(name)),
    ...models.filter(({ name }) => late.has(name)),
  ];
}

/** Builds models by day, where the tables of the run before allow it. */
export class DayBuilder {
  readonly #db: Database;
  readonly #before: BuiltBefore;
  #days: Promise<AffectedDays> | undefined;
  #prints: Promise<ReadonlyMap<string, bigint>> | undefined;

  constructor(db: Database, before: BuiltBefore) {
    this.#db = db;
    this.#before = before;
  }

  /**
   * Builds the days of an incremental model that the run may have changed and takes the others over. Resolves to the days built;
   * undefined, with nothing done, where it must be built as a whole: it was built from other SQL, or any day may be another.
   */
  async build(model: PlannedModel, signal: AbortSignal | undefined): Promise<string[] | undefined> {
    const { project, catalog } = this.#before;
    const source = project.models.get(model.name);
    if (source === undefined || model.materialized !== 'incremental') return undefined;
    this.#prints ??= this.#printsBefore();
    const prints = await this.#prints;
    if (!prints.has(sessionsModel) || prints.get(model.name) !== model.fingerprint)
      return undefined;
    this.#days ??= this.#before.affectedDays();
    const days = await this.#days;
    if (days === 'all') return undefined;
    const name = relation(`${model.schema}.${model.name}`);
    const sql = compileModel(source.sql, source.file, project, days);
    await this.#db.run(`create or replace table ${name} as\n${sql}`, { signal });
    await this.#db.run(
      `insert into ${name} by name select * from ${relation(catalog)}.${name} where ds not in (${listOf(days)})`,
      { signal },
    );
    return [...days].sort();
  }

  async #printsBefore(): Promise<ReadonlyMap<string, bigint>> {
    const { catalog } = this.#before;
    const [schema, table] = builtModels.split('.') as [string, string];
    const found = await this.#db.rows(
      `select 1 from duckdb_tables() where database_name = ${literal(catalog)} and schema_name = ${literal(schema)} and table_name = ${literal(table)}`,
    );
    if (found.length === 0) return new Map();
    const rows = await this.#db.rows(`select * from ${relation(`${catalog}.${builtModels}`)}`);
    return new Map(rows.map((row) => [String(row['name']), BigInt(row['fingerprint'] as bigint)]));
  }
}

const sessionsModel = sessions.split('.')[1]!;
