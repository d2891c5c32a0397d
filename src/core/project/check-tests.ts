import { columnsOfFixture } from './fixture.ts';
import type { LoadedModel } from './load-model.ts';
import { inputName } from './load-model.ts';
import type { DataTest, Model } from './model.ts';
import type { Problems } from './problems.ts';

type Models = ReadonlyMap<string, LoadedModel>;

/**
 * The model with the tests that make sense; what is wrong with the others is told: unknown models, columns that the YAML does
 * not name (where it names any), and settings that their kind needs.
 */
export function checkTests(
  one: LoadedModel,
  models: Models,
  objectionTo: (name: string) => string | undefined,
  problems: Problems,
): Model {
  const sound = one.tests.filter(({ test, path }) => {
    const objections = objectionsToTest(test, one.model, models, objectionTo);
    for (const message of objections) problems.add(one.yamlFile, message, one.yaml.placeOf(path));
    return objections.length === 0;
  });
  checkKey(one, problems);
  return {
    ...one.model,
    tests: sound.map(({ test }) => test),
    unitTests: unitTests(one, models, problems),
  };
}

function checkKey({ model, yaml, yamlFile }: LoadedModel, problems: Problems): void {
  const at = (...path: string[]) => yaml.placeOf(['models', 0, 'config', ...path]);
  for (const column of unknownColumns(model, model.key))
    problems.add(yamlFile, unknown(model, column), at('key'));
  if (model.partitioned && unknownColumns(model, ['ds']).length > 0)
    problems.add(yamlFile, unknown(model, 'ds'), at('partition_by'));
  if (model.materialized === 'incremental' && !model.partitioned)
    problems.add(yamlFile, 'what is built by ds is partitioned by ds', at('materialized'));
  if (model.published && model.columns.length === 0)
    problems.add(yamlFile, `a published model names its columns: ${model.name}`, at('published'));
}

const ofColumns: readonly DataTest['kind'][] = [
  'not_null',
  'unique',
  'unique_combination',
  'accepted_values',
  'accepted_range',
  'matches',
  'relationships',
];
const ranges: readonly DataTest['kind'][] = ['accepted_range', 'row_count'];

function objectionsToTest(
  test: DataTest,
  model: Model,
  models: Models,
  objectionTo: (name: string) => string | undefined,
): string[] {
  const objections = unknownColumns(model, test.columns).map((column) => unknown(model, column));
  if (ofColumns.includes(test.kind) && test.columns.length === 0)
    objections.push(`the data test lacks its column: ${test.name}`);
  if (ranges.includes(test.kind) && test.min === undefined && test.max === undefined)
    objections.push(`the data test lacks min_value or max_value: ${test.name}`);
  for (const name of [test.to, test.on]) {
    const objection = name === undefined ? undefined : objectionTo(name);
    if (objection !== undefined) objections.push(objection);
  }
  // A field is a column of the model itself for recency, and of the parent for relationships.
  const owner = test.kind === 'recency' ? model : models.get(test.to ?? '')?.model;
  if (owner && test.field !== undefined)
    for (const column of unknownColumns(owner, [test.field]))
      objections.push(unknown(owner, column));
  return objections;
}

/** A model's unit tests whose inputs and columns are known. */
function unitTests(one: LoadedModel, models: Models, problems: Problems): Model['unitTests'] {
  const { model, yaml, yamlFile } = one;
  const names = new Set<string>();
  return model.unitTests.filter((test, i) => {
    const before = problems.all.length;
    const tell = (message: string, ...path: (string | number)[]) =>
      problems.add(yamlFile, message, yaml.placeOf(['unit_tests', i, ...path]));
    const written = yaml.value.unit_tests[i]!;
    if (written.model !== model.name)
      tell(`the unit test is of another model than its file: ${written.model}`, 'model');
    if (names.has(test.name)) tell(`two unit tests have one name: ${test.name}`, 'name');
    names.add(test.name);
    written.given.forEach(({ input, rows }, g) => {
      const name = inputName(input);
      if (!model.refs.includes(name) && !model.sources.includes(name))
        return tell(`the model does not read this input: ${name}`, 'given', g, 'input');
      const owner = models.get(name)?.model;
      if (owner)
        for (const column of unknownColumns(owner, columnsOfFixture(rows)))
          tell(unknown(owner, column), 'given', g, 'rows');
    });
    if (typeof test.expect === 'string' && model.columns.length === 0)
      tell(
        `rows expected by SQL are compared by columns that the YAML names: ${test.name}`,
        'expect',
      );
    for (const column of unknownColumns(model, columnsOfFixture(test.expect)))
      tell(unknown(model, column), 'expect', 'rows');
    return problems.all.length === before;
  });
}

/** Names that the model's YAML lacks; none where it names no column at all. */
function unknownColumns({ columns }: Model, names: readonly string[]): string[] {
  if (columns.length === 0) return [];
  const known = new Set(columns.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}

function unknown(model: Model, column: string): string {
  return `unknown column of ${model.name}: ${column}`;
}
