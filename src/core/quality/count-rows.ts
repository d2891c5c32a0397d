import { ident } from '../../lib/sql.ts';
import type { CountQuery } from './check.ts';
import type { CompiledTest } from './compile-test.ts';

type RowTest = Extract<CompiledTest, { kind: 'rows' }>;

/**
 * One scan that counts for all tests of single rows. Rows are grouped by the columns whose values decide a test, so that
 * a pattern is matched once a value and not once a row.
 */
export function countRows(from: string, tests: { id: string; test: RowTest }[]): CountQuery {
  const values = [...new Set(tests.flatMap(({ test }) => test.value ?? []))].map(ident);
  const inner = tests.flatMap(({ test }, i) =>
    test.value === undefined
      ? [`count(*) filter (where ${inScope(test)}) as failed_${i}`, `${total(test)} as total_${i}`]
      : [],
  );
  const outer = tests.map(({ test }, i) =>
    test.value === undefined
      ? `${sum(`failed_${i}`)} as f${i}, ${sum(`total_${i}`)} as t${i}`
      : `${sum('rows_alike', test.condition)} as f${i}, ${sum('rows_alike')} as t${i}`,
  );
  const grouping = values.length > 0 ? `\n  group by ${values.join(', ')}` : '';
  const grouped = `select ${[...values, 'count(*) as rows_alike', ...inner].join(',\n    ')}
  from ${from}${grouping}`;
  return {
    sql: `select ${outer.join(',\n  ')}\nfrom (${grouped})`,
    checks: tests.map(({ id }) => id),
  };
}

/** The condition of a failing row, within the rows the test looks at. */
export function inScope({ condition, scope }: Pick<RowTest, 'condition' | 'scope'>): string {
  return scope ? `(${scope}) and (${condition})` : condition;
}

function total({ scope }: RowTest): string {
  return scope ? `count(*) filter (where ${scope})` : 'count(*)';
}

function sum(column: string, condition?: string): string {
  const filter = condition === undefined ? '' : ` filter (where ${condition})`;
  return `coalesce(cast(sum(${column})${filter} as bigint), 0)`;
}
