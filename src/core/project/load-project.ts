import { topologicalOrder } from '../../lib/topological-order.ts';
import { WorkbenchError } from '../errors.ts';
import { buildTestConfig, buildTests } from './build-tests.ts';
import { compileModel } from './compile-model.ts';
import { extractRefs } from './extract-refs.ts';
import { loadMetric } from '../metrics/load-metric.ts';
import type { Model, Project, SingularTest, UnitTest } from './model.ts';
import { modelYaml, singularTestYaml } from './model-yaml.ts';
import type { ModelYaml, UnitTestYaml } from './model-yaml.ts';
import { readYaml } from './read-yaml.ts';

export type { Project } from './model.ts';

/**
 * Reads models and tests from files by path. A model `growth/x.sql` lies in schema `growth` and has its
 * `growth/x.yml` beside it; `tests/` holds singular tests. Paths may start with `./`.
 * Throws `model-broken`, with file and place, for broken YAML, a missing half, an unknown reference or a circle.
 */
export function loadProject(files: Record<string, string>): Project {
  const byPath = new Map(
    Object.entries(files).map(([path, text]) => [path.replace(/^\.\//, ''), text]),
  );
  const paths = [...byPath.keys()].filter((path) => path.endsWith('.sql')).sort();
  const testPaths = paths.filter((path) => path.startsWith('tests/'));
  const modelPaths = paths.filter((path) => !path.startsWith('tests/'));
  requireSql(byPath);
  const models = withSubjects(orderModels(modelPaths.map((path) => loadModel(path, byPath))));
  const metrics = [...byPath.keys()].filter(isMetric).sort();
  const project: Project = {
    models,
    metrics: new Map(
      metrics.map((path) => {
        const metric = loadMetric(path, byPath.get(path)!, models);
        return [metric.name, metric];
      }),
    ),
    singularTests: testPaths.map((path) => loadSingularTest(path, byPath, models)),
  };
  for (const model of models.values()) compileModel(model.sql, model.file, project);
  for (const test of project.singularTests) compileModel(test.sql, test.file, project);
  return project;
}

function isMetric(path: string): boolean {
  return path.startsWith('metrics/');
}

/** A model that reads anything of a shop's belongs to the shop. Models come in DAG order. */
function withSubjects(models: Map<string, Model>): Map<string, Model> {
  const known = new Map<string, Model>();
  for (const [name, model] of models) {
    const isOfShop =
      model.sources.some((source) => source.startsWith('shop.')) ||
      model.refs.some((ref) => known.get(ref)?.subject === 'shop');
    known.set(name, { ...model, subject: isOfShop ? 'shop' : 'website' });
  }
  return known;
}

function requireSql(files: ReadonlyMap<string, string>): void {
  for (const path of files.keys()) {
    if (path.endsWith('.yml') && !isMetric(path) && !files.has(path.replace(/\.yml$/, '.sql'))) {
      throw new WorkbenchError('model-broken', `no SQL beside it: ${path}`, { file: path });
    }
  }
}

function yamlBeside(
  path: string,
  files: ReadonlyMap<string, string>,
): { file: string; text: string } {
  const file = path.replace(/\.sql$/, '.yml');
  const text = files.get(file);
  if (text === undefined)
    throw new WorkbenchError('model-broken', `no YAML beside it: ${path}`, { file: path });
  return { file, text };
}

function loadModel(path: string, files: ReadonlyMap<string, string>): Model {
  const sql = files.get(path)!;
  const { file, text } = yamlBeside(path, files);
  const { models, unit_tests: unitTests } = readYaml(text, file, modelYaml);
  const yaml = models[0]!;
  const [schema, fileName] = path.split('/');
  const name = fileName?.replace(/\.sql$/, '');
  if (!schema || name !== yaml.name) {
    throw new WorkbenchError(
      'model-broken',
      `the model is not named after its file: ${yaml.name}`,
      { file },
    );
  }
  const references = extractRefs(sql, path);
  return {
    name,
    schema,
    file: path,
    sql,
    description: yaml.description.trim(),
    subject: 'website',
    materialized: yaml.config.materialized,
    tags: [...new Set([...yaml.tags, ...yaml.config.tags])],
    meta: metaOf({ ...yaml.meta, ...yaml.config.meta }),
    published: yaml.config.published,
    partitioned: yaml.config.partition_by === 'ds',
    key: yaml.config.key,
    columns: yaml.columns.map((column) => ({
      name: column.name,
      type: column.data_type,
      description: column.description.trim(),
    })),
    tests: buildTests(yaml),
    unitTests: unitTests.map(unitTestOf),
    refs: references.flatMap((reference) => (reference.kind === 'ref' ? [reference.name] : [])),
    sources: references.flatMap((r) => (r.kind === 'source' ? [`${r.schema}.${r.name}`] : [])),
  };
}

function metaOf({ owner, reviewed, ...more }: ModelYaml['meta']): Model['meta'] {
  return {
    ...more,
    ...(owner !== undefined && { owner }),
    ...(reviewed !== undefined && { reviewed }),
  };
}

function unitTestOf({ name, description, given, expect }: UnitTestYaml): UnitTest {
  const inputs = given.map(({ input, rows }) => [inputName(input), rows] as const);
  return { name, description, given: Object.fromEntries(inputs), expect: expect.rows };
}

/** dbt writes `ref('x')` and `source('s', 'x')`; a bare name does as well. */
function inputName(input: string): string {
  const parts = [...input.matchAll(/'(\w+)'|"(\w+)"/g)].map((match) => match[1] ?? match[2]!);
  return parts.length === 0 ? input.trim() : parts.join('.');
}

function orderModels(models: Model[]): Map<string, Model> {
  const byName = new Map<string, Model>();
  for (const model of models) {
    const other = byName.get(model.name);
    if (other) {
      throw new WorkbenchError('model-broken', `two models have one name: ${model.name}`, {
        file: model.file,
      });
    }
    byName.set(model.name, model);
  }
  const result = topologicalOrder(new Map(models.map((model) => [model.name, model.refs])));
  if ('circle' in result) {
    const file = byName.get(result.circle[0]!)!.file;
    throw new WorkbenchError(
      'model-broken',
      `models refer in a circle: ${result.circle.join(' -> ')}`,
      { file },
    );
  }
  return new Map(result.order.map((name) => [name, byName.get(name)!]));
}

function loadSingularTest(
  path: string,
  files: ReadonlyMap<string, string>,
  models: ReadonlyMap<string, Model>,
): SingularTest {
  const { file, text } = yamlBeside(path, files);
  const yaml = readYaml(text, file, singularTestYaml).data_tests[0]!;
  const name = path.replace(/^tests\//, '').replace(/\.sql$/, '');
  if (!models.has(yaml.on))
    throw new WorkbenchError('model-broken', `unknown model: ${yaml.on}`, { file });
  return { ...buildTestConfig(yaml, name), name, file: path, on: yaml.on, sql: files.get(path)! };
}
