import { throwIfCancelled } from '../core/errors.ts';
import { compareColumns, plainType } from '../core/project/compare-columns.ts';
import { compileModel } from '../core/project/compile-model.ts';
import type { Model, ModelColumn, Project } from '../core/project/model.ts';
import type { ProjectProblem } from '../core/project/project-view.ts';
import { sourcePlace } from '../core/project/source-place.ts';
import { yamlPlaces } from '../core/project/yaml-places.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import { ident, literal, relation } from '../lib/sql.ts';
import {
  bindMetric,
  bindSingularTest,
  bindTests,
  failingUnitTests,
  notOneQuery,
  yamlOf,
} from './bind-tests.ts';
import { planEmptySources } from './empty-sources.ts';
import type { Database } from './ports.ts';
import { sqlFailure, tellsPlaces } from './sql-failure.ts';

type Files = Readonly<Record<string, string>>;

/** What is known of a model's relation in the scratch database. */
interface Bound {
  /** All that decides it: SQL, and the columns of what it reads. */
  key: string;
  /** Columns with their types; undefined: it cannot be read, nor what depends on it. */
  shape: ModelColumn[] | undefined;
  /** It is there as its SQL has it, not as its YAML tells. */
  isReal: boolean;
  problems: ProjectProblem[];
}

const catalog = 'project_check';

/**
 * Holds a project against the engine without any data: every model as an empty table over empty sources in a database of its own.
 * What binds stays there, so that the next check builds only what changed.
 */
export class ProjectBinder {
  readonly #openDatabase: () => Promise<Database>;
  #db: Promise<Database> | undefined;
  readonly #bound = new Map<string, Bound>();
  /** By what was tested: what it depended on, and what came of it. */
  readonly #tested = new Map<string, { key: string; problems: ProjectProblem[] }>();
  /** Type as a person wrote it to the engine's name for it; undefined: unknown. */
  readonly #types = new Map<string, string | undefined>();
  #last: Promise<unknown> = Promise.resolve();

  /** `openDatabase` opens a connection that is this one's alone. */
  constructor(openDatabase: () => Promise<Database>) {
    this.#openDatabase = openDatabase;
  }

  /**
   * All that does not bind or hold: models, columns that the YAML tells otherwise, data tests, unit tests, metrics. `files`: the texts
   * of the project, for places. Checks wait for one another; rejects with `cancelled`.
   */
  check(project: Project, files: Files, signal?: AbortSignal): Promise<ProjectProblem[]> {
    return this.#inTurn(signal, async (db) => {
      const bound = await this.#bindAll(db, project, files, signal);
      return [...bound, ...(await this.#testAll(db, project, files, signal))];
    });
  }

  /** Only what keeps models from being built as their YAML tells. */
  bind(project: Project, files: Files, signal?: AbortSignal): Promise<ProjectProblem[]> {
    return this.#inTurn(signal, (db) => this.#bindAll(db, project, files, signal));
  }

  #inTurn<T>(signal: AbortSignal | undefined, work: (db: Database) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      throwIfCancelled(signal);
      this.#db ??= this.#open();
      return work(await this.#db);
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    await this.#last;
    if (this.#db !== undefined) await (await this.#db).close();
  }

  async #open(): Promise<Database> {
    const db = await this.#openDatabase();
    await db.run(`attach ':memory:' as ${catalog}; use ${catalog}; ${tellsPlaces}`);
    await db.run(planEmptySources());
    return db;
  }

  async #bindAll(
    db: Database,
    project: Project,
    files: Files,
    signal: AbortSignal | undefined,
  ): Promise<ProjectProblem[]> {
    const problems: ProjectProblem[] = [];
    for (const model of project.models.values()) {
      throwIfCancelled(signal);
      const { refs, schema, sql, columns } = model;
      const key = JSON.stringify([schema, sql, columns, refs.map((ref) => this.#shapeOf(ref))]);
      const before = this.#bound.get(model.name);
      if (before?.key !== key)
        this.#bound.set(model.name, { key, ...(await this.#bind(db, model, project, files)) });
      problems.push(...this.#bound.get(model.name)!.problems);
    }
    return problems;
  }

  #shapeOf(name: string): ModelColumn[] | undefined {
    return this.#bound.get(name)?.shape;
  }

  async #bind(
    db: Database,
    model: Model,
    project: Project,
    files: Files,
  ): Promise<Omit<Bound, 'key'>> {
    await db.run(`create schema if not exists ${ident(model.schema)}`);
    const types = await this.#typesOf(db, model);
    const typeOf = (type: string): string | undefined => types.get(type);
    // What a broken model breaks is not its reader's fault.
    const isReadable = model.refs.every((name) => this.#shapeOf(name) !== undefined);
    const failed = isReadable ? await build(db, model, project) : undefined;
    if (!isReadable || failed !== undefined) {
      const shape = await pretend(db, model, typeOf);
      return { shape, isReal: false, problems: failed === undefined ? [] : [failed] };
    }
    const shape = await shapeOf(db, model);
    const places = yamlPlaces(files[yamlOf(model)] ?? '');
    return { shape, isReal: true, problems: compareColumns(model, shape, typeOf, places) };
  }

  async #typesOf(db: Database, { columns }: Model): Promise<Map<string, string | undefined>> {
    const types = new Set(columns.map(({ type }) => type));
    for (const type of types) {
      if (this.#types.has(type)) continue;
      const sql = `select typeof(cast(null as ${type}\n)) as name`;
      // The engine's refusal is the answer: there is no such type.
      const rows = isOneStatement(sql) ? await db.rows(sql).catch(() => []) : [];
      this.#types.set(type, rows[0] === undefined ? undefined : String(rows[0]['name']));
    }
    return new Map([...types].map((type) => [type, this.#types.get(type)]));
  }

  async #testAll(
    db: Database,
    project: Project,
    files: Files,
    signal: AbortSignal | undefined,
  ): Promise<ProjectProblem[]> {
    const problems: ProjectProblem[] = [];
    const test = async (
      what: string,
      on: readonly unknown[],
      work: () => Promise<ProjectProblem[]>,
    ): Promise<void> => {
      throwIfCancelled(signal);
      const key = JSON.stringify(on);
      if (this.#tested.get(what)?.key !== key)
        this.#tested.set(what, { key, problems: await work() });
      problems.push(...this.#tested.get(what)!.problems);
    };
    const shapes = (names: readonly string[]) => names.map((name) => this.#shapeOf(name));
    for (const model of project.models.values()) {
      const { name, tests, unitTests, refs } = model;
      if (this.#bound.get(name)?.isReal !== true) continue;
      const yaml = files[yamlOf(model)] ?? '';
      const others = tests.flatMap(({ to }) => to ?? []);
      await test(`tests of ${name}`, [tests, shapes([name, ...others]), yaml], () =>
        bindTests(db, model, project, yaml),
      );
      // Inputs have the columns that their YAML names.
      const inputs = refs.map((ref) => project.models.get(ref)?.columns);
      await test(`unit tests of ${name}`, [unitTests, model.sql, inputs, yaml], () =>
        failingUnitTests(db, model, project, yaml),
      );
    }
    // A singular test may read any model.
    const all = JSON.stringify(shapes([...project.models.keys()]));
    for (const singular of project.singularTests) {
      const sql = compileModel(singular.sql, singular.file, project);
      await test(singular.file, [sql, all], () => bindSingularTest(db, singular, project));
    }
    for (const metric of project.metrics.values()) {
      if (this.#bound.get(metric.model)?.isReal !== true) continue;
      const yaml = files[metric.file] ?? '';
      await test(metric.file, [metric, shapes([metric.model]), yaml], () =>
        bindMetric(db, metric, project, yaml),
      );
    }
    return problems;
  }
}

/** Makes a model's relation, without a row; what is wrong where that fails. */
async function build(
  db: Database,
  model: Model,
  project: Project,
): Promise<ProjectProblem | undefined> {
  const prefix = `create or replace table ${relation(`${model.schema}.${model.name}`)} as\n`;
  const statement = `${prefix}${compileModel(model.sql, model.file, project)}\nwith no data`;
  if (!isOneStatement(statement))
    return { file: model.file, line: 1, column: 1, message: notOneQuery };
  try {
    await db.run(statement);
    return undefined;
  } catch (error) {
    const { message, offset = prefix.length } = sqlFailure(error, statement);
    const place = sourcePlace(model.sql, model.file, project, offset - prefix.length);
    return { file: model.file, ...place, message };
  }
}

/** Makes a relation as the YAML tells, in place of one that does not bind, so that only the broken model is told as broken. */
async function pretend(
  db: Database,
  { schema, name, columns }: Model,
  typeOf: (type: string) => string | undefined,
): Promise<Bound['shape']> {
  const shape = columns.flatMap((column) => {
    const type = typeOf(column.type);
    return type === undefined ? [] : [{ ...column, type: plainType(type) }];
  });
  const names = new Set(columns.map((column) => column.name.toLowerCase()));
  if (columns.length === 0 || shape.length < columns.length || names.size < columns.length)
    return undefined;
  const typed = shape.map((column) => `${ident(column.name)} ${column.type}`).join(', ');
  await db.run(`create or replace table ${relation(`${schema}.${name}`)} (${typed})`);
  return shape;
}

async function shapeOf(db: Database, { schema, name }: Model): Promise<ModelColumn[]> {
  const rows = await db.rows(`select column_name as name, data_type as type from duckdb_columns()
where database_name = ${literal(catalog)} and schema_name = ${literal(schema)} and table_name = ${literal(name)}
order by column_index`);
  return rows.map((row) => ({
    name: String(row['name']),
    type: plainType(String(row['type'])),
    description: '',
  }));
}
