import { compileModel } from '../core/project/compile-model.ts';
import type { Model, ModelColumn, Project, SingularTest } from '../core/project/model.ts';
import type { Place } from '../core/project/problems.ts';
import type { ProjectProblem } from '../core/project/project-view.ts';
import { sourcePlace } from '../core/project/source-place.ts';
import { yamlPlaces } from '../core/project/yaml-places.ts';
import type { YamlPlaces } from '../core/project/yaml-places.ts';
import { throwIfCancelled } from '../core/errors.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import { ident, literal, relation } from '../lib/sql.ts';
import { bindableTests } from './bindable-tests.ts';
import { planEmptySources } from './empty-sources.ts';
import type { Database } from './ports.ts';
import { sqlFailure, tellsPlaces } from './sql-failure.ts';

/** What is known of a model's relation in the scratch database. */
interface Bound {
  /** All that decides it: SQL, and the columns of what it reads. */
  key: string;
  /** Columns with their types; undefined: it cannot be read, nor what depends on it. */
  shape: ModelColumn[] | undefined;
  problems: ProjectProblem[];
}

const catalog = 'project_check';
const notOne = 'the SQL is one query, without a semicolon';

/**
 * Holds a project against the engine without any data: every model as an empty table over empty sources in a database of its own.
 * What binds stays there, so that the next check builds only what changed.
 */
export class ProjectBinder {
  readonly #openDatabase: () => Promise<Database>;
  #db: Promise<Database> | undefined;
  #bound = new Map<string, Bound>();
  #tested = new Map<string, { key: string; problems: ProjectProblem[] }>();
  /** Type as a person wrote it to the engine's name for it; undefined: unknown. */
  readonly #types = new Map<string, string | undefined>();
  #last: Promise<unknown> = Promise.resolve();

  /** `openDatabase` opens a connection that is this one's alone. */
  constructor(openDatabase: () => Promise<Database>) {
    this.#openDatabase = openDatabase;
  }

  /**
   * All that does not bind: models, columns that the YAML tells otherwise, data tests. `files`: the texts of the project, for places.
   * Checks wait for one another; rejects with `cancelled`.
   */
  check(
    project: Project,
    files: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<ProjectProblem[]> {
    const checked = this.#last.then(async () => {
      throwIfCancelled(signal);
      this.#db ??= this.#open();
      return this.#check(await this.#db, project, files, signal);
    });
    this.#last = checked.catch(() => {});
    return checked;
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

  async #check(
    db: Database,
    project: Project,
    files: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<ProjectProblem[]> {
    const problems: ProjectProblem[] = [];
    for (const model of project.models.values()) {
      throwIfCancelled(signal);
      const bound = await this.#bind(db, model, project, files);
      problems.push(...bound.problems);
    }
    for (const model of project.models.values()) {
      throwIfCancelled(signal);
      problems.push(...(await this.#test(db, model, project, files)));
    }
    for (const test of project.singularTests)
      problems.push(...(await this.#testSingular(db, test, project)));
    return problems;
  }

  #shapeOf(name: string): ModelColumn[] | undefined {
    return this.#bound.get(name)?.shape;
  }

  async #bind(
    db: Database,
    model: Model,
    project: Project,
    files: Readonly<Record<string, string>>,
  ): Promise<Bound> {
    const read = model.refs.map((name) => this.#shapeOf(name));
    const key = JSON.stringify([model.schema, model.sql, model.columns, read]);
    const before = this.#bound.get(model.name);
    if (before?.key === key) return before;
    const bound = { key, ...(await this.#create(db, model, project, files)) };
    this.#bound.set(model.name, bound);
    return bound;
  }

  async #create(
    db: Database,
    model: Model,
    project: Project,
    files: Readonly<Record<string, string>>,
  ): Promise<Omit<Bound, 'key'>> {
    // What a broken model breaks is not its reader's fault.
    if (model.refs.some((name) => this.#shapeOf(name) === undefined))
      return { shape: await this.#pretend(db, model), problems: [] };
    const places = yamlPlaces(files[yamlOf(model)] ?? '');
    const failed = await this.#build(db, model, project);
    if (failed !== undefined) return { shape: await this.#pretend(db, model), problems: [failed] };
    const shape = await shapeOf(db, model);
    return { shape, problems: await this.#compareColumns(db, model, shape, places) };
  }

  async #build(db: Database, model: Model, project: Project): Promise<ProjectProblem | undefined> {
    const sql = compileModel(model.sql, model.file, project);
    const name = relation(`${model.schema}.${model.name}`);
    const prefix = `create or replace table ${name} as\n`;
    const statement = `${prefix}${sql}\nwith no data`;
    if (!isOneStatement(statement))
      return { file: model.file, line: 1, column: 1, message: notOne };
    try {
      await db.run(`create schema if not exists ${ident(model.schema)}`);
      await db.run(statement);
      return undefined;
    } catch (error) {
      const { message, offset = prefix.length } = sqlFailure(error, statement);
      const place = sourcePlace(model.sql, model.file, project, offset - prefix.length);
      return { file: model.file, ...place, message };
    }
  }

  /** A relation as its YAML tells, in place of one that does not bind, so that only the broken model is told as broken. */
  async #pretend(db: Database, { schema, name, columns }: Model): Promise<Bound['shape']> {
    const types = await Promise.all(columns.map(({ type }) => this.#typeOf(db, type)));
    if (columns.length === 0 || types.includes(undefined)) return undefined;
    const typed = columns.map((column, i) => `${ident(column.name)} ${types[i]}`).join(', ');
    const table = relation(`${schema}.${name}`);
    await db.run(`create schema if not exists ${ident(schema)}`);
    try {
      await db.run(`create or replace table ${table} (${typed})`);
    } catch {
      // Two columns of one name: told elsewhere.
      return undefined;
    }
    return columns.map((column, i) => ({ ...column, type: types[i]! }));
  }

  async #typeOf(db: Database, type: string): Promise<string | undefined> {
    if (!this.#types.has(type)) {
      const sql = `select typeof(cast(null as ${type}\n)) as name`;
      // The engine's refusal is the answer: there is no such type.
      const rows = isOneStatement(sql) ? await db.rows(sql).catch(() => []) : [];
      this.#types.set(type, rows[0] === undefined ? undefined : String(rows[0]['name']));
    }
    return this.#types.get(type);
  }

  async #compareColumns(
    db: Database,
    model: Model,
    real: ModelColumn[],
    places: YamlPlaces,
  ): Promise<ProjectProblem[]> {
    const problem = (message: string, { line, column }: Place): ProjectProblem => {
      return { file: yamlOf(model), line, column, message };
    };
    const declared = model.columns;
    if (declared.length === 0) return [];
    const realNames = new Map(real.map((column) => [column.name, column]));
    const declaredNames = new Set(declared.map(({ name }) => name));
    const problems: ProjectProblem[] = [];
    for (const { name, type } of declared) {
      const place = places.columns.get(name) ?? { name: places.model, type: places.model };
      const found = realNames.get(name);
      const known = await this.#typeOf(db, type);
      if (found === undefined)
        problems.push(problem(`not a column of the SQL: ${name}`, place.name));
      else if (known === undefined) problems.push(problem(`unknown type: ${type}`, place.type));
      else if (plainType(known) !== found.type)
        problems.push(problem(`the SQL gives ${name} as ${found.type}, not ${type}`, place.type));
    }
    for (const column of real)
      if (!declaredNames.has(column.name))
        problems.push(problem(`a column is not named: ${columnWords(column)}`, places.model));
    const isSameOrder = declared.every(({ name }, i) => real[i]?.name === name);
    if (problems.length === 0 && !isSameOrder) {
      const [i, first] = [...declared.entries()].find(([at, { name }]) => real[at]?.name !== name)!;
      const place = places.columns.get(first.name)?.name ?? places.model;
      problems.push(problem(`the SQL gives another column here: ${real[i]!.name}`, place));
    }
    return problems;
  }

  async #test(
    db: Database,
    model: Model,
    project: Project,
    files: Readonly<Record<string, string>>,
  ): Promise<ProjectProblem[]> {
    const others = model.tests.flatMap(({ to }) => (to === undefined ? [] : [this.#shapeOf(to)]));
    const key = JSON.stringify([model.tests, this.#shapeOf(model.name), others]);
    const before = this.#tested.get(model.name);
    if (before?.key === key) return before.problems;
    const problems =
      this.#shapeOf(model.name) === undefined
        ? []
        : await this.#bindTests(db, model, project, yamlPlaces(files[yamlOf(model)] ?? ''));
    this.#tested.set(model.name, { key, problems });
    return problems;
  }

  async #bindTests(
    db: Database,
    model: Model,
    project: Project,
    places: YamlPlaces,
  ): Promise<ProjectProblem[]> {
    const tests = bindableTests(model, project);
    const failureOf = async (sql: string): Promise<string | undefined> => {
      if (!isOneStatement(sql)) return 'a test has no semicolon';
      try {
        await db.rows(sql);
        return undefined;
      } catch (error) {
        return sqlFailure(error, sql).message;
      }
    };
    const all = `select ${tests.map(({ sql }) => `(${sql})`).join(',\n')}`;
    if (tests.length === 0 || (await failureOf(all)) === undefined) return [];
    const problems: ProjectProblem[] = [];
    for (const { name, index, sql } of tests) {
      const failure = await failureOf(sql);
      if (failure === undefined) continue;
      const place = places.tests[index] ?? places.model;
      problems.push({ file: yamlOf(model), ...place, message: `${name}: ${failure}` });
    }
    return problems;
  }

  async #testSingular(
    db: Database,
    test: SingularTest,
    project: Project,
  ): Promise<ProjectProblem[]> {
    const prefix = 'select count(*) from (';
    const sql = `${prefix}${compileModel(test.sql, test.file, project)}\n)`;
    const read = [...project.models.keys()].map((name) => this.#shapeOf(name));
    const key = JSON.stringify([sql, read]);
    const before = this.#tested.get(test.file);
    if (before?.key === key) return before.problems;
    const problems: ProjectProblem[] = [];
    try {
      if (isOneStatement(sql)) await db.rows(sql);
      else problems.push({ file: test.file, line: 1, column: 1, message: notOne });
    } catch (error) {
      const { message, offset = prefix.length } = sqlFailure(error, sql);
      const place = sourcePlace(test.sql, test.file, project, offset - prefix.length);
      problems.push({ file: test.file, ...place, message });
    }
    this.#tested.set(test.file, { key, problems });
    return problems;
  }
}

function yamlOf(model: Model): string {
  return model.file.replace(/\.sql$/, '.yml');
}

function columnWords({ name, type }: Pick<ModelColumn, 'name' | 'type'>): string {
  return `${name} ${type}`;
}

/** Columns in memory may be coded as ENUMs; they are published as texts. */
function plainType(type: string): string {
  return type.replace(/ENUM\((?:[^()']|'(?:[^']|'')*')*\)/g, 'VARCHAR');
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
