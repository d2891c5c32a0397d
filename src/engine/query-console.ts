import { WorkbenchError } from '../core/errors.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import { ident } from '../lib/sql.ts';
import type { CallOptions, QueryResult } from '../workbench.ts';
import type { Database, Row, Value } from './ports.ts';

// Types whose values leave the engine as they are; the rest is given as text.
const plainTypes =
  /^(VARCHAR|BOOLEAN|U?TINYINT|U?SMALLINT|U?INTEGER|U?BIGINT|FLOAT|DOUBLE|MAP\(VARCHAR, VARCHAR\))$/;
const numericTypes = /^(DECIMAL|HUGEINT|UHUGEINT)/;

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

/** Runs one query for a person. Only queries: a statement that writes is refused by the binder, as it stands in a subquery. */
export async function queryConsole(
  db: Database,
  input: { sql: string; limit?: number },
  options?: CallOptions,
): Promise<QueryResult> {
  const sql = input.sql.trim().replace(/;+\s*$/, '');
  if (sql === '') throw new WorkbenchError('query-failed', 'the query is empty');
  if (!isOneStatement(sql))
    throw new WorkbenchError('query-failed', 'the text holds more than one statement');
  try {
    const described = await db.rows(`describe select * from (${sql}\n) as console`, options);
    const columns = described.map((row) => ({
      name: String(row['column_name']),
      type: String(row['column_type']),
    }));
    const limit = input.limit === undefined ? '' : ` limit ${input.limit + 1}`;
    const select = columns.map(({ name, type }) => shown(name, type)).join(', ');
    const rows = await db.rows(`select ${select} from (${sql}\n) as console${limit}`, options);
    return assemble(columns, rows, input.limit);
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === 'cancelled') throw error;
    throw new WorkbenchError(
      'query-failed',
      `the query failed: ${(error as Error).message}`,
      {},
      error,
    );
  }
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
