import { placedTests } from './build-tests.ts';
import type { PlacedTest } from './build-tests.ts';
import { checkRefs } from './extract-refs.ts';
import type { Reference } from './extract-refs.ts';
import type { Model, UnitTest } from './model.ts';
import { objectionToName, objectionToSchema } from './model-names.ts';
import { modelYaml } from './model-yaml.ts';
import type { ModelFileYaml, ModelYaml, UnitTestYaml } from './model-yaml.ts';
import type { Problems } from './problems.ts';
import { checkYaml } from './check-yaml.ts';
import type { PlacedYaml } from './check-yaml.ts';

/** A model as its two files say, before anything it refers to is looked at. */
export interface LoadedModel {
  model: Model;
  isEnabled: boolean;
  references: Reference[];
  tests: PlacedTest[];
  yaml: PlacedYaml<ModelFileYaml>;
  yamlFile: string;
}

/** Reads `core/x.sql` and the `core/x.yml` beside it; undefined, with problems told, where the two do not make a model. */
export function loadModel(
  path: string,
  files: ReadonlyMap<string, string>,
  problems: Problems,
): LoadedModel | undefined {
  const sql = files.get(path)!;
  const yamlFile = path.replace(/\.sql$/, '.yml');
  const text = files.get(yamlFile);
  if (text === undefined) {
    problems.add(path, `no YAML beside it: ${path}`);
    return undefined;
  }
  const before = problems.all.length;
  const yaml = checkYaml(text, yamlFile, modelYaml, problems);
  const references = checkRefs(sql, path, problems);
  checkNames(path, yaml, problems);
  if (yaml === undefined || problems.all.length > before) return undefined;
  const file = yaml.value;
  const tests = placedTests(file.models[0]!);
  return {
    model: modelOf(path, sql, file, references, tests),
    isEnabled: file.models[0]!.config.enabled,
    references,
    tests,
    yaml,
    yamlFile,
  };
}

function checkNames(
  path: string,
  yaml: PlacedYaml<ModelFileYaml> | undefined,
  problems: Problems,
): void {
  const parts = path.replace(/\.sql$/, '').split('/');
  const [schema = '', name = ''] = parts;
  if (parts.length !== 2) return problems.add(path, `a model lies in one folder: ${path}`);
  const objection = objectionToSchema(schema) ?? objectionToName(name);
  if (objection !== undefined) problems.add(path, objection);
  if (yaml === undefined) return;
  const said = yaml.value.models[0]!.name;
  if (said === name) return;
  const place = yaml.placeOf(['models', 0, 'name']);
  problems.add(
    path.replace(/\.sql$/, '.yml'),
    `the model is not named after its file: ${said}`,
    place,
  );
}

function modelOf(
  path: string,
  sql: string,
  { models: [yaml], unit_tests: unitTests }: ModelFileYaml,
  references: Reference[],
  tests: PlacedTest[],
): Model {
  const { config, name, description, columns, ...own } = yaml!;
  return {
    name,
    schema: path.split('/')[0]!,
    file: path,
    sql,
    description: description.trim(),
    subject: 'website',
    materialized: config.materialized,
    tags: [...new Set([...own.tags, ...config.tags])],
    meta: metaOf({ ...own.meta, ...config.meta }),
    published: config.published,
    partitioned: config.partition_by === 'ds',
    key: config.key,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.data_type,
      description: column.description.trim(),
    })),
    tests: tests.map(({ test }) => test),
    unitTests: unitTests.map(unitTestOf),
    refs: [...new Set(references.flatMap((r) => (r.kind === 'ref' ? [r.name] : [])))],
    sources: [
      ...new Set(references.flatMap((r) => (r.kind === 'source' ? [`${r.schema}.${r.name}`] : []))),
    ],
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
export function inputName(input: string): string {
  const parts = [...input.matchAll(/'(\w+)'|"(\w+)"/g)].map((match) => match[1] ?? match[2]!);
  return parts.length === 0 ? input.trim() : parts.join('.');
}
