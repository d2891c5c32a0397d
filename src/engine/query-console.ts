import { WorkbenchError } from '../core/errors.ts';
import { forbiddenIn } from '../core/explore/guard-query.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import { ident, literal } from '../lib/sql.ts';
import type { CallOptions, QueryResult } from '../workbench.ts';
import type { Database, Row, Value } from './ports.ts';
import { sqlFailure } from './sql-failure.ts';

/** Bytes of a result at most, as it leaves the engine. */
const mostBytes = 128e6;

// Types whose values leave the engine as they are; the rest is given as text.
const plainTypes =
  /^(VARCHAR|BOOLEAN|U?TINYINT|U?SMALLINT|U?INTEGER|U?BIGINT|FLOAT|DOUBLE|MAP\(VARCHAR, VARCHAR\))$/;
const numericTypes = /^(DECIMAL|HUGEINT|UHUGEINT)/;
const explain = /^\s*explain(\s+analyze)?\s+(?!\()/i;

function shown(name: string, type: string): string {
  if (plainTypes.test(type)) return ident(name);
  return `cast(${ident(name)} as varchar) as ${ident(name)}`;
}

/** A value for JSON and for showing: bigint as number when safe, else as text. */
function plainValue(value: Value): string | number | boolean | null | object {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array)
    return Array.from(value, (b) => b.toString(16).padStart(2, '0')).join('');
  return value;
}

function textNumber(value: Value, type: string): Value {
  if (typeof value !== 'string' || !numericTypes.test(type)) return value;
  const number = Number(value);
  return String(number) === value || type.startsWith('DECIMAL') ? number : value;
}

/**
 * Runs one query, or `explain` of one, for a person. Only queries: the text is handed to DuckDB as a value of its function `query`,
 * which takes a single SELECT, so that whatever it holds it can neither write nor be two statements. What it may read is looked at
 * before: binding a file's name would already open the file.
 */
export async function queryConsole(
  db: Database,
  input: { sql: string; limit?: number },
  options?: CallOptions,
): Promise<QueryResult> {
  const [head = ''] = explain.exec(input.sql) ?? [];
  const sql = input.sql.slice(head.length).replace(/[;\s]+$/, '');
  if (sql.trim() === '') throw refusal('the query is empty');
  if (!isOneStatement(sql)) throw refusal('the text holds more than one statement');
  const forbidden = forbiddenIn(sql, await tableFunctionsOf(db));
  if (forbidden !== undefined)
    throw refusal(`a query reads the published tables and nothing else: ${forbidden}`);
  try {
    const from = `query(${literal(sql)}) as console`;
    if (head !== '') return await explained(db, `${head} select * from ${from}`, options);
    return await answered(db, from, input.limit, options);
  } catch (error) {
    if (error instanceof WorkbenchError) throw error;
    const { message } = sqlFailure(error, sql);
    throw new WorkbenchError('query-failed', `the query failed: ${message}`, {}, error);
  }
}

/** Runs a query of the project's own, such as the failing rows of a test: nothing in it is anybody's to forbid. */
export function queryOwn(
  db: Database,
  { sql, limit }: { sql: string; limit: number },
  options?: CallOptions,
): Promise<QueryResult> {
  return answered(db, `(${sql}\n) as own`, limit, options);
}

const refusal = (reason: string): WorkbenchError => new WorkbenchError('query-failed', reason);

async function answered(
  db: Database,
  from: string,
  limit: number | undefined,
  options?: CallOptions,
): Promise<QueryResult> {
  const described = await db.rows(`describe select * from ${from}`, options);
  const columns = described.map((row) => ({
    name: String(row['column_name']),
    type: String(row['column_type']),
  }));
  const limited = limit === undefined ? '' : ` limit ${limit + 1}`;
  const select = columns.map(({ name, type }) => shown(name, type)).join(', ');
  const rows = await db.rows(`select ${select} from ${from}${limited}`, { ...options, mostBytes });
  return assemble(columns, rows, limit);
}

async function explained(db: Database, sql: string, options?: CallOptions): Promise<QueryResult> {
  const rows = await db.rows(sql, options);
  const lines = rows.flatMap((row) => String(row['explain_value']).split('\n'));
  return {
    columns: [{ name: 'plan', type: 'VARCHAR' }],
    rows: lines.map((line) => [line]),
    truncated: false,
  };
}

const known = new WeakMap<Database, Promise<Set<string>>>();

/** Functions that can only stand for a table. Other kinds of the same name read nothing. */
function tableFunctionsOf(db: Database): Promise<Set<string>> {
  const found =
    known.get(db) ??
    db
      .rows(
        `select lower(function_name) as name from duckdb_functions() group by 1
having bool_or(function_type in ('table', 'table_macro')) and not bool_or(function_type in ('scalar', 'aggregate', 'macro'))`,
      )
      .then((rows) => new Set(rows.map((row) => String(row['name']))));
  known.set(db, found);
  return found;
}

function assemble(
  columns: QueryResult['columns'],
  rows: Row[],
  limit: number | undefined,
): QueryResult {
  const truncated = limit !== undefined && rows.length > limit;
  const kept = truncated ? rows.slice(0, limit) : rows;
  return {
    columns,
    rows: kept.map((row) =>
      columns.map(({ name, type }) => plainValue(textNumber(row[name] ?? null, type))),
    ),
    truncated,
  };
}
