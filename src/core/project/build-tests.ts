import type { DataTest, DataTestKind, TestConfig, Threshold } from './model.ts';
import type { GenericTestYaml, ModelYaml, TestSettingsYaml } from './model-yaml.ts';
import { parseThreshold } from './parse-threshold.ts';

type Settings = TestSettingsYaml & {
  columns?: string[];
  values?: string[];
  min_value?: number;
  max_value?: number;
  pattern?: string;
  expression?: string;
  to?: string;
  field?: string;
};

const anyRow: Threshold = { operator: '>', value: 0, unit: 'rows' };

/** All generic tests of a model's YAML, columns first, each with a name that is unique in the model. */
export function buildTests(model: ModelYaml): DataTest[] {
  const ofColumns = model.columns.flatMap((column) =>
    column.data_tests.map((test) => buildTest(test, column.name)),
  );
  const tests = [...ofColumns, ...model.data_tests.map((test) => buildTest(test, undefined))];
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const count = (seen.get(test.name) ?? 0) + 1;
    seen.set(test.name, count);
    return count === 1 ? test : { ...test, name: `${test.name}_${count}` };
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
    errorIf: errorIf ?? (severity === 'error' ? anyRow : undefined),
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
    max: settings.max_value,
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
