import { stringify } from 'yaml';
import type { Model, Project } from '../project/model.ts';
import { dbtTest } from './dbt-tests.ts';
import type { DbtTest } from './dbt-tests.ts';
import { jinjaText } from './jinja.ts';
import { dbtUnitTest, hasDbtUnitTests } from './dbt-unit-tests.ts';
import { standIns } from './website-sources.ts';

/** Text of a YAML file of dbt. */
export function yamlText(content: object): string {
  return stringify(content, { lineWidth: 100, aliasDuplicateObjects: false });
}

/** `schema.yml` of a folder: models with columns, types, data tests, and unit tests beside them. */
export function schemaYaml(models: readonly Model[], project: Project): string {
  const unitTests = models
    .filter(hasDbtUnitTests)
    .flatMap((model) => model.unitTests.map((test) => dbtUnitTest(test, model)));
  return yamlText({
    version: 2,
    models: models.map((model) => dbtModel(model, project)),
    ...(unitTests.length > 0 && { unit_tests: unitTests }),
  });
}

function dbtModel(model: Model, project: Project): object {
  const tests = model.tests.map((test) => ({ test, entry: dbtTest(test, model.name, project) }));
  const of = (column: string | undefined): DbtTest[] =>
    tests.filter(({ test }) => test.column === column).map(({ entry }) => entry);
  const columns = model.columns.map(({ name, type, description }) => ({
    name,
    description: jinjaText(description),
    data_type: type,
    ...withTests(of(name)),
  }));
  // A column that a test names and the list does not still has its tests.
  const listed = new Set(model.columns.map(({ name }) => name));
  const others = new Set(tests.flatMap(({ test }) => test.column ?? []));
  for (const name of others)
    if (!listed.has(name)) columns.push({ name, ...withTests(of(name)) } as never);
  return {
    name: model.name,
    description: jinjaText(model.description),
    config: dbtModelConfig(model),
    ...withTests(of(undefined)),
    ...(columns.length > 0 && { columns }),
  };
}

function withTests(tests: DbtTest[]): { data_tests?: DbtTest[] } {
  return tests.length === 0 ? {} : { data_tests: tests };
}

function dbtModelConfig({
  name,
  materialized,
  tags,
  meta,
  key,
  published,
  subject,
}: Model): object {
  const standsIn = standIns[name] !== undefined;
  return {
    // What the workbench builds by day says so in its SQL.
    ...(materialized !== 'incremental' && { materialized: standsIn ? 'view' : materialized }),
    tags: [...new Set([...tags, subject])],
    meta: { ...meta, ...(key.length > 0 && { key }), published },
  };
}
