import type { Model, Project } from '../core/project/model.ts';
import { planModels } from '../core/project/plan-models.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import { ident, relation } from '../lib/sql.ts';
import type { RunContext } from './run-context.ts';

/**
 * Makes the website's published tables that the shop's models read readable in the run's database, empty ones where nothing is
 * published. `models`: those to build, which are the run's and before them models between that are not published. What reads a
 * mounted table is built as a table, and `unmount` takes the mounted ones away once they are read no more: the website may be
 * published anew, and whoever reads both areas must not find what it was.
 */
export async function mountWebsite(context: RunContext): Promise<MountedWebsite> {
  const { db, published, warehouse, project, models } = context;
  const { mounted, between } = findForeign(context);
  for (const model of mounted.values()) {
    const name = `${model.schema}.${model.name}`;
    await db.run(`create schema if not exists ${ident(model.schema)}`);
    if (published.website !== undefined) await db.run(planView(model, published.website));
    else if (warehouse.head?.tables[name] !== undefined) await warehouse.mount(db, name);
    else await db.run(planEmpty(model));
  }
  const first = planModels(project).filter(({ name }) => between.has(name));
  const readsMounted = ({ name }: PlannedModel): boolean =>
    project.models.get(name)!.refs.some((ref) => mounted.has(ref));
  const built = [...first, ...models].map((model): PlannedModel =>
    model.materialized === 'view' && readsMounted(model)
      ? { ...model, materialized: 'table' }
      : model,
  );
  return {
    models: built,
    async unmount() {
      for (const model of mounted.values()) await db.run(planDrop(model, context));
    },
  };
}

/**
 * Models of a run of both areas: those of the shop that read the website's are tables, so that the website's can be taken away once it
 * is published anew.
 */
export function apartFromWebsite(
  models: readonly PlannedModel[],
  project: Project,
): PlannedModel[] {
  const isOfWebsite = (name: string): boolean => project.models.get(name)?.subject === 'website';
  return models.map((model): PlannedModel => {
    const reads =
      model.subject === 'shop' && project.models.get(model.name)!.refs.some(isOfWebsite);
    return reads && model.materialized === 'view' ? { ...model, materialized: 'table' } : model;
  });
}

/** What a run of the shop builds while the website's tables are there to be read. */
export interface MountedWebsite {
  models: PlannedModel[];
  unmount(): Promise<void>;
}

function planDrop({ schema, name }: Model, { db, published, warehouse }: RunContext): string {
  const table = `${schema}.${name}`;
  const isInPlace = db.viewParquet !== undefined && warehouse.files(table).length > 0;
  const kind = published.website !== undefined || isInPlace ? 'view' : 'table';
  return `drop ${kind} ${relation(table)}`;
}

/** Models of the website that models of this run read: published ones, and those on the way to them. */
function findForeign({ project, models }: RunContext) {
  const mounted = new Map<string, Model>();
  const between = new Set<string>();
  const visit = (name: string): void => {
    const model = project.models.get(name);
    if (model === undefined || model.subject === 'shop') return;
    if (model.published) mounted.set(name, model);
    else {
      between.add(name);
      for (const ref of model.refs) visit(ref);
    }
  };
  for (const { name } of models) for (const ref of project.models.get(name)!.refs) visit(ref);
  return { mounted, between };
}

/** With the types as published: in memory a text may be an ENUM. */
function planView({ schema, name, columns }: Model, catalog: string): string {
  const values = columns.map(
    (column) => `cast(${ident(column.name)} as ${column.type}) as ${ident(column.name)}`,
  );
  return `create or replace view ${relation(`${schema}.${name}`)} as
select ${values.join(', ')} from ${relation(`${catalog}.${schema}.${name}`)}`;
}

function planEmpty({ schema, name, columns }: Model): string {
  const typed = columns.map((column) => `${ident(column.name)} ${column.type}`).join(', ');
  return `create table ${relation(`${schema}.${name}`)} (${typed})`;
}
