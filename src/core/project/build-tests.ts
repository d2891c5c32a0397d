import type { DataTest, DataTestKind, TestConfig, Threshold } from './model.ts';
import type { GenericTestYaml, ModelYaml, TestSettingsYaml } from './model-yaml.ts';
import { parseThreshold } from './parse-threshold.ts';

type Settings = Partial<TestSettingsYaml> & {
  columns?: string[];
  values?: string[];
  min_value?: number;
  max_value?: number;
  pattern?: string;
  expression?: string;
  to?: string;
  field?: string;
  max_days?: number;
};

const anyRow: Threshold = { operator: '>', value: 0, unit: 'rows' };

/** A test and where its YAML stands in the file. */
export interface PlacedTest {
  test: DataTest;
  path: (string | number)[];
}

/** All generic tests of a model's YAML, columns first, each with a name that is unique in the model. */
export function placedTests(model: ModelYaml): PlacedTest[] {
  const at = (...path: (string | number)[]): PlacedTest['path'] => ['models', 0, ...path];
  const ofColumns = model.columns.flatMap((column, c) =>
    column.data_tests.map((test, i) => ({
      test: buildTest(test, column.name),
      path: at('columns', c, 'data_tests', i),
    })),
  );
  const ofModel = model.data_tests.map((test, i) => ({
    test: buildTest(test, undefined),
    path: at('data_tests', i),
  }));
  const seen = new Map<string, number>();
  return [...ofColumns, ...ofModel].map(({ test, path }) => {
    const count = (seen.get(test.name) ?? 0) + 1;
    seen.set(test.name, count);
    return { test: count === 1 ? test : { ...test, name: `${test.name}_${count}` }, path };
  });
}

/** Severity and limits with dbt's defaults: any failing row is an error, or a warning where severity says so. */
export function buildTestConfig(settings: TestSettingsYaml, title: string): TestConfig {
  const severity = settings.severity ?? 'error';
  const errorIf = settings.error_if === undefined ? undefined : parseThreshold(settings.error_if);
  const warnIf = settings.warn_if === undefined ? undefined : parseThreshold(settings.warn_if);
  return {
    title: settings.title ?? title,
    description: settings.description ?? '',
    severity,
    warnIf: warnIf ?? anyRow,
    errorIf: severity === 'warn' ? undefined : (errorIf ?? anyRow),
    where: settings.where,
    limit: settings.limit ?? 20,
  };
}

function buildTest(test: GenericTestYaml, column: string | undefined): DataTest {
  const [kind, settings]: [DataTestKind, Settings] =
    typeof test === 'string' ? [test, {}] : (Object.entries(test)[0] as [DataTestKind, Settings]);
  const subject = column ?? settings.columns?.join(', ') ?? '';
  const suffix = column ?? settings.columns?.join('_');
  return {
    ...buildTestConfig(settings, titleOf(kind, subject)),
    name: settings.name ?? [kind, suffix].filter((part) => part !== undefined).join('.'),
    on: settings.on,
    kind,
    column,
    columns: settings.columns ?? (column === undefined ? [] : [column]),
    values: settings.values ?? [],
    min: settings.min_value,
    max: settings.max_value ?? settings.max_days,
    pattern: settings.pattern,
    expression: settings.expression,
    to: settings.to,
    field: settings.field,
  };
}

function titleOf(kind: DataTestKind, subject: string): string {
  const titles: Record<DataTestKind, string> = {
    not_null: `${subject} is never null`,
    unique: `${subject} is unique`,
    unique_combination: `(${subject}) is unique`,
    accepted_values: `${subject} has known values only`,
    accepted_range: `${subject} is in range`,
    matches: `${subject} is well formed`,
    expression: 'Rows agree with a rule',
    relationships: `${subject} is known to its parent`,
    row_count: 'The number of rows is in range',
    recency: 'The newest day is recent',
  };
  return titles[kind];
}
