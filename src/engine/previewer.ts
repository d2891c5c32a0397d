import { WorkbenchError } from '../core/errors.ts';
import { checkProject } from '../core/project/check-project.ts';
import { compileModel } from '../core/project/compile-model.ts';
import type { Model, Project } from '../core/project/model.ts';
import { overlayProject } from '../core/project/overlay-project.ts';
import { planPreview } from '../core/project/preview-of.ts';
import type { PlannedPreview } from '../core/project/preview-of.ts';
import { touchedModels } from '../core/project/touched-models.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import { ident, relation } from '../lib/sql.ts';
import type { CallOptions, QueryResult, Workbench } from '../workbench.ts';
import type { Database } from './ports.ts';
import type { PreviewSources } from './preview-sources.ts';
import { queryConsole } from './query-console.ts';
import type { Session } from './session.ts';

export type PreviewInput = Parameters<Workbench['preview']>[0];

const usualLimit = 200;

/**
 * Shows rows of a model, test or metric that need not be published: what it reads is read from the published tables where those are
 * as the project has them, and is else made by views, down to the sources. On a connection and in a database of its own: nothing is
 * written.
 */
export class Previewer {
  readonly #session: Session;
  readonly #sources: PreviewSources;
  #db: Promise<Database> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #previews = 0;

  constructor(session: Session, sources: PreviewSources) {
    this.#session = session;
    this.#sources = sources;
  }

  /** Previews wait for one another. Throws `model-broken` with its place, `usage` for what is not there, `query-failed`. */
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
    { of, changes, limit = usualLimit }: PreviewInput,
    options: CallOptions,
  ): Promise<QueryResult> {
    const { projects, published } = this.#session;
    const checked = checkProject(overlayProject(projects.shipped, projects.own, changes));
    const plan = planPreview(of, checked, published.facts.to || undefined);
    this.#db ??= this.#session.openEngine().then((db) => db.connect());
    const db = await this.#db;
    const catalog = `preview_${++this.#previews}`;
    await db.run(`attach ':memory:' as ${catalog}; use ${catalog}`);
    try {
      await this.#createInputs(db, plan, checked.project, options.signal);
      return await queryConsole(db, { sql: plan.sql, limit }, options);
    } finally {
      await db.run(`use memory; detach database if exists ${catalog}`);
    }
  }

  /** Makes what is read readable by name, in the current database. */
  async #createInputs(
    db: Database,
    plan: PlannedPreview,
    project: Project,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const touched = touchedModels(this.#session.project, project);
    const isPublished = ({ name, schema, published }: Model): boolean =>
      published && !touched.has(name) && this.#sources.has(`${schema}.${name}`);
    const inputs = inputsOf(plan.refs, project, isPublished);
    const sources = new Set([plan, ...inputs.inlined].flatMap((one) => one.sources));
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

function oneStatement(sql: string, { file }: Model): string {
  if (isOneStatement(sql)) return sql;
  throw new WorkbenchError('model-broken', 'the text holds more than one statement', { file });
}

/** What is read: published tables, and models to be made by views, each after what it reads. */
function inputsOf(
  refs: readonly string[],
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
  refs.forEach(visit);
  return { published: [...published], inlined: [...inlined] };
}
