import { extractRefs } from './extract-refs.ts';
import type { DataTest, Model, Project, SingularTest } from './model.ts';

/** What a selection can name. `key` is a model's name, `source:shop.orders`, a check's id or `unit:<model>.<name>`. */
export interface SelectionNode {
  key: string;
  type: 'model' | 'source' | 'test' | 'unit_test';
  /** What the node is called: alone, and with its folder and project before it. */
  names: string[];
  /** Its file, `staging/stg_users.sql`; empty for a source. */
  file: string;
  tags: string[];
  /** `materialized`, `schema`, `meta.owner`...: values as text. */
  config: Record<string, string[]>;
  /** Of a data test. */
  test?: 'generic' | 'singular';
  /** Generic kind, `not_null`. */
  kind?: string;
  /** Keys of what it is built from or looks at. */
  parents: string[];
}

export type Testable = Pick<Project, 'models' | 'singularTests'>;

/** Models and the sources that they read. */
export function modelNodes(models: Project['models']): SelectionNode[] {
  const sources = new Set([...models.values()].flatMap((model) => model.sources));
  return [...[...sources].map(sourceNode), ...[...models.values()].map(modelNode)];
}

/** Data tests and unit tests. A test that looks at two models is a child of both. */
export function testNodes({ models, singularTests }: Testable): SelectionNode[] {
  const ofModels = [...models.values()].flatMap((model) => [
    ...model.tests.map((test) => genericNode(test, model, models)),
    ...model.unitTests.map(({ name }) => unitNode(name, model)),
  ]);
  return [...ofModels, ...singularTests.map((test) => singularNode(test, models))];
}

/** The key of a unit test. */
export function unitKey(name: string, model: Pick<Model, 'name'>): string {
  return `unit:${model.name}.${name}`;
}

function sourceNode(source: string): SelectionNode {
  const key = `source:${source}`;
  return { key, type: 'source', names: [], file: '', tags: [], config: {}, parents: [] };
}

function modelNode(model: Model): SelectionNode {
  const { name, schema, file, tags, meta, materialized, refs, sources } = model;
  const full = `${schema}.${name}`;
  const ofMeta = Object.entries(meta).map(([key, value]) => [`meta.${key}`, textsOf(value)]);
  return {
    ...{ key: name, type: 'model', file, tags },
    names: [name, schema, full, `homegrown.${full}`],
    config: {
      ...{ materialized: [materialized], schema: [schema], tags },
      ...(Object.fromEntries(ofMeta) as Record<string, string[]>),
    },
    parents: [...refs, ...sources.map((source) => `source:${source}`)],
  };
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : [];
}

function genericNode(test: DataTest, model: Model, models: Project['models']): SelectionNode {
  const { name, kind, to } = test;
  const shown = models.get(test.on ?? '') ?? model;
  return {
    ...dataTest(`${shown.schema}.${shown.name}.${name}`, test),
    ...{ test: 'generic', kind, file: yamlOf(model) },
    // As it is called here, and in the dbt project.
    names: [name, `${model.name}__${name.replaceAll('.', '_')}`],
    parents: [model.name, ...(to === undefined ? [] : [to])],
  };
}

function singularNode(test: SingularTest, models: Project['models']): SelectionNode {
  const { name, file, on, sql } = test;
  const refs = extractRefs(sql, file).flatMap((one) => (one.kind === 'ref' ? [one.name] : []));
  return {
    ...dataTest(`${models.get(on)!.schema}.${on}.${name}`, test),
    ...{ test: 'singular', file, names: [name], parents: [...new Set([on, ...refs])] },
  };
}

function dataTest(
  key: string,
  { severity }: DataTest | SingularTest,
): Pick<SelectionNode, 'key' | 'type' | 'tags' | 'config'> {
  return { key, type: 'test', tags: [], config: { severity: [severity] } };
}

function unitNode(name: string, model: Model): SelectionNode {
  return {
    ...{ key: unitKey(name, model), type: 'unit_test', names: [name], file: yamlOf(model) },
    ...{ tags: [], config: {}, parents: [model.name] },
  };
}

function yamlOf({ file }: Model): string {
  return file.replace(/\.sql$/, '.yml');
}
