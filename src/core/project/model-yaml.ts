import * as v from 'valibot';
import { readFixture } from './fixture.ts';
import type { DataTestKind, Fixture } from './model.ts';
import { parseThreshold } from './parse-threshold.ts';

const threshold = v.pipe(
  v.string(),
  v.check(
    (text) => parseThreshold(text) !== undefined,
    'a limit reads like "> 0", ">= 10" or "> 0.1 %"',
  ),
);

const settings = {
  name: v.optional(
    v.pipe(v.string(), v.regex(/^\w+$/, 'a name has letters, digits and underscores only')),
  ),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  /** The model a finding is shown under, where the test looks at another. */
  on: v.optional(v.string()),
  severity: v.optional(v.picklist(['warn', 'error'])),
  warn_if: v.optional(threshold),
  error_if: v.optional(threshold),
  where: v.optional(v.string()),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
};

const scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((value) => String(value)),
);

const range = { min_value: v.optional(v.number()), max_value: v.optional(v.number()) };

/** What each kind of data test may be told. */
const kinds = {
  not_null: v.strictObject(settings),
  unique: v.strictObject(settings),
  unique_combination: v.strictObject({ ...settings, columns: v.array(v.string()) }),
  /** dbt is told by `quote` whether values are text; here the column's type says so. */
  accepted_values: v.strictObject({
    ...settings,
    values: v.array(scalar),
    quote: v.optional(v.boolean()),
  }),
  accepted_range: v.strictObject({ ...settings, ...range }),
  matches: v.strictObject({ ...settings, pattern: v.string() }),
  expression: v.strictObject({ ...settings, expression: v.string() }),
  relationships: v.strictObject({ ...settings, to: v.string(), field: v.string() }),
  row_count: v.strictObject({ ...settings, ...range }),
  /** The newest day in `field` is at most `max_days` before the newest of the model `to` (default: of the run). */
  recency: v.strictObject({
    ...settings,
    field: v.string(),
    max_days: v.pipe(v.number(), v.minValue(0)),
    to: v.optional(v.string()),
  }),
} satisfies Record<DataTestKind, v.GenericSchema<unknown, TestSettingsYaml>>;

type Kinds = typeof kinds;

/** Their names, for whoever offers them. */
export const dataTestKinds: readonly string[] = Object.keys(kinds);

/** A test's kind alone, or with its settings under it. */
export type GenericTestYaml =
  'not_null' | 'unique' | { [K in DataTestKind]?: v.InferOutput<Kinds[K]> };

/** The schema of one test, chosen by its kind, so that a slip in its settings is told as such. */
function formOf(test: unknown): v.GenericSchema<unknown, GenericTestYaml> {
  const [kind, ...more] = isMapping(test) ? Object.keys(test) : [];
  if (kind === undefined)
    return v.picklist(
      ['not_null', 'unique'],
      'not_null and unique stand alone; other tests need their settings',
    );
  if (more.length > 0 || !Object.hasOwn(kinds, kind))
    return v.custom<GenericTestYaml>(
      () => false,
      `no kind of data test: ${[kind, ...more].join(', ')}`,
    );
  return v.strictObject({ [kind]: kinds[kind as DataTestKind] });
}

/** dbt writes settings beside each other, or as `arguments:` and `config:`; both are read. */
function flattened(test: unknown): unknown {
  if (!isMapping(test)) return test;
  const entries = Object.entries(test).map(([kind, given]): [string, unknown] => {
    if (!isMapping(given)) return [kind, given];
    const { arguments: own, config, ...settings } = given;
    const more = [own, config].filter(isMapping);
    return [kind, Object.assign(settings, ...more)];
  });
  return Object.fromEntries(entries);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const genericTest = v.pipe(v.unknown(), v.transform(flattened), v.lazy(formOf));

/** A number that JavaScript would round is written as text. */
const number = v.pipe(
  v.number(),
  v.check(
    (value) => !Number.isInteger(value) || Number.isSafeInteger(value),
    'so large a number is written in quotes',
  ),
);

const row = v.record(v.string(), v.union([v.string(), number, v.boolean(), v.null()]));

/** Rows of a unit test as dbt takes them: a list of mappings, or text that is CSV or SQL. */
const rows = {
  format: v.optional(v.picklist(['dict', 'csv', 'sql']), 'dict'),
  rows: v.optional(
    v.lazy((given) => (typeof given === 'string' ? v.string() : v.array(row))),
    [],
  ),
};

/** The same with `rows` read: a list, or SQL as text. */
const fixture = <T extends Parameters<typeof readFixture>[0]>() =>
  v.rawTransform<T, Omit<T, 'rows' | 'format'> & { rows: Fixture }>(({ dataset, addIssue }) => {
    const { format, rows: written, ...more } = dataset.value;
    const read = readFixture({ format, rows: written }, (message) => addIssue({ message }));
    return { ...more, rows: read };
  });

const given = v.strictObject({ input: v.string(), ...rows });
const expected = v.strictObject(rows);

const unitTest = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^\w+$/, 'a name has letters, digits and underscores only')),
  model: v.string(),
  description: v.optional(v.string(), ''),
  given: v.array(v.pipe(given, fixture<v.InferOutput<typeof given>>())),
  expect: v.pipe(expected, fixture<v.InferOutput<typeof expected>>()),
});

const column = v.strictObject({
  name: v.string(),
  data_type: v.string(),
  description: v.optional(v.string(), ''),
  data_tests: v.optional(v.array(genericTest), []),
});

const tags = v.optional(
  v.union([
    v.array(v.string()),
    v.pipe(
      v.string(),
      v.transform((tag) => [tag]),
    ),
  ]),
  [],
);

/** Any key may stand here; these two the workbench knows. */
const meta = v.optional(
  v.looseObject({ owner: v.optional(v.string()), reviewed: v.optional(v.string()) }),
  {},
);

/** A model's `.yml`: dbt's keys, and of its config what the workbench knows. Tags and meta may stand in the config or beside it. */
export const modelYaml = v.strictObject({
  version: v.optional(v.literal(2)),
  models: v.pipe(
    v.array(
      v.strictObject({
        name: v.string(),
        description: v.pipe(v.string(), v.minLength(1, 'a model says what it is')),
        config: v.strictObject({
          materialized: v.picklist(['view', 'table', 'incremental']),
          /** False: the model is left out, as if its files were not there. */
          enabled: v.optional(v.boolean(), true),
          tags,
          meta,
          published: v.optional(v.boolean(), false),
          partition_by: v.optional(v.literal('ds')),
          key: v.optional(v.array(v.string()), []),
        }),
        tags,
        meta,
        data_tests: v.optional(v.array(genericTest), []),
        columns: v.optional(v.array(column), []),
      }),
    ),
    v.length(1, 'one model a file'),
  ),
  unit_tests: v.optional(v.array(unitTest), []),
});

/** The `.yml` of a singular test. */
export const singularTestYaml = v.strictObject({
  data_tests: v.pipe(
    v.array(v.strictObject({ ...settings, on: v.string() })),
    v.length(1, 'one test a file'),
  ),
});

export type ModelFileYaml = v.InferOutput<typeof modelYaml>;
export type ModelYaml = ModelFileYaml['models'][number];
export type TestSettingsYaml = v.InferOutput<v.StrictObjectSchema<typeof settings, undefined>>;

export type UnitTestYaml = v.InferOutput<typeof unitTest>;
