import type { DataTest, Project, SingularTest, TestConfig, Threshold } from '../project/model.ts';
import { jinjaText } from './jinja.ts';

/** A data test as an entry of dbt's `data_tests`. */
export type DbtTest = Record<string, Record<string, unknown>>;

/** Limits and scope of a test in dbt's form. Shares are held against the rows that the test looked at: `rows_tested`. */
export interface DbtConfig {
  severity?: 'warn';
  warn_if?: string;
  error_if?: string;
  where?: string;
  limit?: number;
  fail_calc?: string;
  meta?: Record<string, unknown>;
}

/** A generic data test under dbt's own name where it has one and can hold the limits, else under the name of a macro that ships with it. */
export function dbtTest(test: DataTest, model: string, project: Project): DbtTest {
  const hasShare = [test.warnIf, test.errorIf].some((limit) => limit?.unit === 'share');
  const { name, args } = hasShare ? sharedForm(test, project) : usualForm(test, project);
  const config = {
    ...dbtConfig(test),
    ...(name === 'accepted_values' && { fail_calc: rowsOfValues }),
    ...(test.on !== undefined && test.on !== model && { meta: { shown_under: test.on } }),
  };
  const description = jinjaText(test.description === '' ? test.title : test.description);
  return {
    [name]: {
      name: testName(test, model),
      description,
      ...(Object.keys(args).length > 0 && { arguments: args }),
      ...(Object.keys(config).length > 0 && { config }),
    },
  };
}

/** dbt counts the values that are not accepted; the workbench counts rows. */
const rowsOfValues = 'case when count(*) > 0 then sum(n_records) else 0 end';

/** Names are told apart over the whole project: `fct_website_events__not_null_dim_country`. */
export function testName({ name }: Pick<DataTest, 'name'>, model: string): string {
  return `${model}__${name.replaceAll('.', '_')}`;
}

interface Form {
  name: string;
  args: Record<string, unknown>;
}

function usualForm(test: DataTest, project: Project): Form {
  switch (test.kind) {
    case 'not_null':
    case 'unique':
      return { name: test.kind, args: {} };
    case 'accepted_values':
      return { name: test.kind, args: { values: test.values.map(jinjaText) } };
    case 'relationships':
      return { name: test.kind, args: { to: refTo(test, project), field: test.field } };
    default:
      return ownForm(test, project);
  }
}

/** Tests of dbt's own do not tell how many rows they looked at. */
function sharedForm(test: DataTest, project: Project): Form {
  switch (test.kind) {
    case 'not_null':
      return { name: 'expression', args: { expression: `${test.column} is not null` } };
    case 'accepted_values': {
      const values = test.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
      return {
        name: 'expression',
        args: { expression: jinjaText(`${test.column} in (${values})`) },
      };
    }
    case 'unique':
      return { name: 'unique_combination', args: { columns: test.columns } };
    case 'relationships':
      return { name: 'known_to', args: { to: refTo(test, project), field: test.field } };
    default:
      return ownForm(test, project);
  }
}

function ownForm({ kind, columns, column, min, max, ...test }: DataTest, project: Project): Form {
  const range = {
    ...(min !== undefined && { min_value: min }),
    ...(max !== undefined && { max_value: max }),
  };
  switch (kind) {
    case 'unique_combination':
      return { name: kind, args: { columns } };
    case 'matches':
      return { name: kind, args: { pattern: jinjaText(test.pattern ?? '') } };
    case 'expression':
      return { name: kind, args: { expression: jinjaText(test.expression ?? 'true') } };
    case 'recency': {
      const other = project.models.get(test.to ?? '');
      const isByDay = other?.columns.some(({ name }) => name === 'ds') && test.field !== 'ds';
      const to = other && { to: `ref('${other.name}')`, ...(isByDay && { to_field: 'ds' }) };
      return { name: kind, args: { field: test.field ?? column, max_days: max ?? 0, ...to } };
    }
    default:
      return { name: kind, args: range };
  }
}

function refTo(test: DataTest, project: Project): string {
  return `ref('${project.models.get(test.to ?? '')?.name ?? test.to}')`;
}

/** Severity, limits, scope. dbt lets a warning never become an error, so severity follows from the limits. */
function dbtConfig(test: TestConfig): DbtConfig {
  const { warnIf, errorIf, where } = test;
  const config: DbtConfig = {};
  if (errorIf === undefined) config.severity = 'warn';
  if (!isAnyRow(warnIf)) config.warn_if = limitOf(warnIf);
  if (errorIf !== undefined && !isAnyRow(errorIf)) config.error_if = limitOf(errorIf);
  if (where !== undefined) config.where = jinjaText(where);
  if (keepsVerdict(test)) config.limit = test.limit;
  return config;
}

function isAnyRow({ operator, value }: Threshold): boolean {
  return operator === '>' && value === 0;
}

// dbt writes the limit behind the count: `count(*) > 0.01 * coalesce(max(rows_tested), 1)`.
function limitOf({ operator, value, unit }: Threshold): string {
  if (unit === 'rows') return `${operator} ${value}`;
  return `${operator} ${value} * coalesce(max(rows_tested), 1)`;
}

/** A limit of rows in dbt cuts the count as well: it is carried over only where limits stay below it. 20 is the usual one. */
function keepsVerdict({ limit, warnIf, errorIf }: TestConfig): boolean {
  const limits = [warnIf, errorIf].filter((one) => one !== undefined);
  return limit !== 20 && limits.every(({ unit, value }) => unit === 'rows' && value < limit);
}

/** A singular test: its config, then its SQL. */
export function singularHeader(test: SingularTest): string {
  const config = Object.entries(dbtConfig({ ...test, where: undefined }));
  if (config.length === 0) return '';
  const words = config.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ');
  return `{{ config(${words}) }}\n`;
}
