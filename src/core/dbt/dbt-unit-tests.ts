import { literal } from '../../lib/sql.ts';
import { columnsOfFixture } from '../project/fixture.ts';
import type { Fixture, Model, Scalar, UnitTest } from '../project/model.ts';
import { columnsOfSource } from '../project/source-columns.ts';
import { jinjaText } from './jinja.ts';
import { maskSql } from './mask-sql.ts';
import { replacedSources, standIns } from './website-sources.ts';

type Column = NonNullable<ReturnType<typeof columnsOfSource>>[number];

/** Whether dbt can run a model's unit tests: not those of stand-ins, nor, as its documentation says, those of recursive SQL. */
export function hasDbtUnitTests({ name, sql, unitTests }: Model): boolean {
  if (unitTests.length === 0 || standIns[name] !== undefined) return false;
  return !/\bwith\s+recursive\b/i.test(maskSql(sql));
}

/** A unit test as an entry of dbt's `unit_tests`; what a model reads and the test does not name is empty. */
export function dbtUnitTest(test: UnitTest, model: Model): object {
  const given = [
    ...[...new Set(model.refs)].map((name) => ({
      input: `ref('${name}')`,
      ...rowsEntry(test.given[name] ?? []),
    })),
    ...[...new Set(model.sources)].map((source) => sourceInput(source, test.given[source] ?? [])),
  ];
  return {
    name: test.name,
    ...(test.description !== '' && { description: jinjaText(test.description) }),
    model: model.name,
    given,
    expect: rowsEntry(evenRows(test.expect)),
  };
}

function rowsEntry(rows: Fixture): object {
  return typeof rows === 'string' ? { format: 'sql', rows: jinjaText(rows) } : { rows };
}

/** dbt puts expected rows together by `union all`: each must name the same columns, in one order. */
function evenRows(rows: Fixture): Fixture {
  if (typeof rows === 'string') return rows;
  const names = columnsOfFixture(rows);
  return rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
}

/**
 * Rows of a list get their types from the table in the database. An external file is no table there, so rows of a source are given as
 * SQL, which names all its columns.
 */
function sourceInput(source: string, rows: Fixture): object {
  const standIn = replacedSources[source];
  if (standIn !== undefined) return { input: `ref('${standIn}')`, ...rowsEntry(rows) };
  const [schema, name] = source.split('.');
  const columns = columnsOfSource(source);
  const fixture = typeof rows === 'string' || columns === undefined ? rows : sqlOf(rows, columns);
  return { input: `source('${schema}', '${name}')`, ...rowsEntry(fixture) };
}

function sqlOf(rows: readonly Record<string, Scalar>[], columns: readonly Column[]): string {
  const select = (row: Record<string, Scalar>): string =>
    `select ${columns.map((column) => `${typed(row[column.name] ?? null, column)} as ${column.name}`).join(', ')}`;
  return rows.length === 0 ? `${select({})} where 1 = 0` : rows.map(select).join('\nunion all\n');
}

// Spark wants a length of a varchar in a cast; the others do not mind one.
function typed(value: Scalar, { type }: Column): string {
  if (type !== 'VARCHAR') return `cast(${literal(value)} as ${type})`;
  return value === null ? 'cast(null as varchar(65535))' : literal(String(value));
}
