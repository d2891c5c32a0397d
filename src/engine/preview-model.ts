import { WorkbenchError } from '../core/errors.ts';
import { checkProject } from '../core/project/check-project.ts';
import type { CheckedProject } from '../core/project/check-project.ts';
import { compileModel } from '../core/project/compile-model.ts';
import type { Model, Project } from '../core/project/model.ts';
import { overlayProject } from '../core/project/overlay-project.ts';
import { brokenBy } from '../core/project/problems.ts';
import { cutAtCte } from '../core/project/split-ctes.ts';
import { touchedModels } from '../core/project/touched-models.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import { ident, relation } from '../lib/sql.ts';
import type { CallOptions, QueryResult, Workbench } from '../workbench.ts';
import type { Database } from './ports.ts';
import type { PreviewSources } from './preview-sources.ts';
import { queryConsole } from './query-console.ts';
import type { Session } from './session.ts';

export type PreviewInput = Parameters<Workbench['previewModel']>[0];

const usualLimit = 200;

/**
 * Shows rows of a model that need not be published: what it reads is read from the published tables where those are as the project has
 * them, and is else made by views, down to the sources. On a connection and in a database of its own: nothing is written.
 */
export class ModelPreviewer {
  readonly #session: Session;
  readonly #sources: PreviewSources;
  #db: Promise<Database> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #previews = 0;

  constructor(session: Session, sources: PreviewSources) {
    this.#session = session;
    this.#sources = sources;
  }

  /** Previews wait for one another. Throws `model-broken` with its place, `usage` for an unknown model or expression, `query-failed`. */
  preview(input: PreviewInput, options: CallOptions = {}): Promise<QueryResult> {
    const shown = this.#last.then(() => this.#preview(input, options));
    this.#last = shown.catch(() => {});
    return shown;
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    await this.#last;
    if (this.#db !== undefined) await (await this.#db).close();
  }

  async #preview(
    { model: name, cte, changes, limit = usualLimit }: PreviewInput,
    options: CallOptions,
  ): Promise<QueryResult> {
    const { projects } = this.#session;
    const checked = checkProject(overlayProject(projects.shipped, projects.own, changes));
    const model = soundModel(checked, name);
    const sql = compileModel(chosenSql(model, cte), model.file, checked.project);
    this.#db ??= this.#session.openEngine().then((db) => db.connect());
    const db = await this.#db;
    const catalog = `preview_${++this.#previews}`;
    await db.run(`attach ':memory:' as ${catalog}; use ${catalog}`);
    try {
      await this.#createInputs(db, model, checked.project, options.signal);
      return await queryConsole(db, { sql, limit }, options);
    } finally {
      await db.run(`use memory; detach database if exists ${catalog}`);
    }
  }

  /** Makes what a model reads readable by name, in the current database. */
  async #createInputs(
    db: Database,
    model: Model,
    project: Project,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const touched = touchedModels(this.#session.project, project);
    const isPublished = ({ name, schema, published }: Model): boolean =>
      published && !touched.has(name) && this.#sources.has(`${schema}.${name}`);
    const inputs = inputsOf(model, project, isPublished);
    const sources = new Set([model, ...inputs.inlined].flatMap((one) => one.sources));
    await this.#sources.create(db, sources, signal);
    await this.#sources.createPublished(db, inputs.published);
    for (const one of inputs.inlined) {
      const name = relation(`${one.schema}.${one.name}`);
      const sql = oneStatement(compileModel(one.sql, one.file, project), one);
      await db.run(`create schema if not exists ${ident(one.schema)}`);
      await db.run(`create or replace view ${name} as\n${sql}`, { signal });
    }
  }
}

function soundModel({ project, problems }: CheckedProject, named: string): Model {
  const name = named.split('.').at(-1)!;
  const model = project.models.get(name);
  if (model !== undefined) return model;
  const isAbout = (file: string): boolean =>
    file.endsWith(`/${name}.sql`) || file.endsWith(`/${name}.yml`);
  const problem = problems.find(({ file }) => isAbout(file));
  if (problem !== undefined) throw brokenBy(problem);
  throw new WorkbenchError('usage', `unknown model: ${named}`, { model: named });
}

function chosenSql(model: Model, cte: string | undefined): string {
  if (cte === undefined) return model.sql;
  const cut = cutAtCte(model.sql, cte);
  if (cut !== undefined) return cut;
  throw new WorkbenchError('usage', `no such expression in ${model.name}: ${cte}`, { cte });
}

function oneStatement(sql: string, { file }: Model): string {
  if (isOneStatement(sql)) return sql;
  throw new WorkbenchError('model-broken', 'the text holds more than one statement', { file });
}

/** What a model reads: published tables, and models to be made by views, each after what it reads. */
function inputsOf(
  model: Model,
  { models }: Project,
  isPublished: (model: Model) => boolean,
): { published: string[]; inlined: Model[] } {
  const published = new Set<string>();
  const inlined = new Set<Model>();
  const visit = (name: string): void => {
    const input = models.get(name)!;
    if (isPublished(input)) published.add(`${input.schema}.${input.name}`);
    else if (!inlined.has(input)) {
      input.refs.forEach(visit);
      inlined.add(input);
    }
  };
  model.refs.forEach(visit);
  return { published: [...published], inlined: [...inlined] };
}
