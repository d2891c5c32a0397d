import { ident, literal } from '../../lib/sql.ts';
import { WorkbenchError } from '../errors.ts';
import { columnsOfFixture } from './fixture.ts';
import { isNamed, replaceRefs } from './compile-model.ts';
import type { Model, ModelColumn, Project, Scalar, UnitTest } from './model.ts';
import { columnsOfSource } from './source-columns.ts';

type Row = Record<string, Scalar>;
type Column = Pick<ModelColumn, 'name' | 'type'>;

/**
 * A unit test as one query that reads no table: the model built over the given rows, held against the expected ones. It returns
 * the difference, none when the test passes: `difference` (`missing`: expected but not there; `unexpected`: there but not
 * expected), then the columns that are compared, as text. Throws `model-broken` where the columns of an input are not known.
 */
export function compileUnitTest(
  test: UnitTest,
  model: Model,
  project: Pick<Project, 'models'>,
): string {
  const inputs = [...model.refs, ...model.sources];
  const given = inputs.map(
    (input) => `${ident(`given ${input}`)} as (${givenRows(input, test, model, project)})`,
  );
  const sql = replaceRefs(model.sql, model.file, (reference, after) => {
    const name =
      reference.kind === 'ref' ? reference.name : `${reference.schema}.${reference.name}`;
    // Columns may be named by their table, where it has no other name.
    const alias = isNamed(after) ? '' : ` as ${reference.name}`;
    return `${ident(`given ${name}`)}${alias}`;
  });
  return `with ${[...given, `"built" as (\n${sql}\n)`].join(',\n')}\n${difference(test, model)}`;
}

function givenRows(
  input: string,
  test: UnitTest,
  model: Model,
  project: Pick<Project, 'models'>,
): string {
  const rows = test.given[input] ?? [];
  if (typeof rows === 'string') return `\n${rows}\n`;
  const known = project.models.get(input)?.columns ?? columnsOfSource(input) ?? [];
  if (known.length > 0) return typedRows(known, rows);
  const named = columnsOfFixture(rows);
  if (named.length > 0) return union(rows.map((row) => values(named, row)));
  throw new WorkbenchError('model-broken', `the columns of this input are not known: ${input}`, {
    file: model.file.replace(/\.sql$/, '.yml'),
  });
}

function difference(test: UnitTest, model: Model): string {
  const { expect } = test;
  const isSql = typeof expect === 'string';
  const named = isSql ? model.columns.map(({ name }) => name) : columnsOfFixture(expect);
  if (named.length === 0)
    return `select 'unexpected' as difference, cast(columns(*) as varchar) from "built"`;
  const columns = named.map((name) => ({
    name,
    type: model.columns.find((column) => column.name === name)?.type,
  }));
  const compared = columns.map(asText).join(', ');
  const names = named.map(ident).join(', ');
  return `, "expected" as (${isSql ? expectedRows(model.columns, expect) : typedRows(columns, expect)}),
"actual rows" as (select ${compared} from "built"),
"expected rows" as (select ${compared} from "expected")
select 'missing' as difference, ${names} from (from "expected rows" except all from "actual rows")
union all
select 'unexpected' as difference, ${names} from (from "actual rows" except all from "expected rows")
order by all`;
}

/** Rows of SQL in the model's own types, so that `1` is the number that the model gives. */
function expectedRows(columns: readonly Column[], sql: string): string {
  const cast = columns.map(({ name, type }) => `cast(${ident(name)} as ${type}) as ${ident(name)}`);
  return `select ${cast.join(', ')} from (\n${sql}\n)`;
}

/** A value as text that can be compared: numbers without the noise of their last digits. */
function asText({ name, type }: { name: string; type: string | undefined }): string {
  const column = ident(name);
  const isInexact = type === 'DOUBLE' || type === 'FLOAT';
  return `cast(${isInexact ? `round(${column}, 9)` : column} as varchar) as ${column}`;
}

function typedRows(
  columns: readonly { name: string; type: string | undefined }[],
  rows: readonly Row[],
): string {
  const select = (row: Row): string =>
    `select ${columns.map((column) => `${typed(row[column.name] ?? null, column)} as ${ident(column.name)}`).join(', ')}`;
  return rows.length === 0 ? `${select({})} where false` : union(rows.map(select));
}

function typed(value: Scalar, { type }: { type: string | undefined }): string {
  return type === undefined ? literal(value) : `cast(${literal(value)} as ${type})`;
}

function values(names: readonly string[], row: Row): string {
  return `select ${names.map((name) => `${literal(row[name] ?? null)} as ${ident(name)}`).join(', ')}`;
}

function union(selects: readonly string[]): string {
  return selects.join('\nunion all ');
}
