import { WorkbenchError } from '../core/errors.ts';
import { literal } from '../lib/sql.ts';
import type { CallOptions, QueryResult } from '../workbench.ts';
import type { Database } from './ports.ts';
import { queryConsole } from './query-console.ts';
import type { Session } from './session.ts';

/**
 * Where a person's queries run: a connection of its own that sees the published tables as the screens do. A query that never ends
 * keeps nobody waiting but those behind it.
 */
export class ConsoleDesk {
  readonly #session: Session;
  #db: Promise<Database> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Throws `query-failed`, `cancelled`, `query-too-long` after `seconds` (tables to be loaded for it not counted), and `table-unknown` where
   * nothing is published.
   */
  async query(
    input: { sql: string; limit?: number; seconds?: number },
    options?: CallOptions,
  ): Promise<QueryResult> {
    const { published, shownTables } = this.#session;
    const screens = await published.read(mentionedIn(input.sql, shownTables));
    const path = await pathOf(screens);
    this.#db ??= connect(screens);
    const db = await this.#db;
    await db.run(`set search_path = ${literal(path)}`);
    if (input.seconds === undefined) return queryConsole(db, input, options);
    return inTime(input.seconds, options?.signal, (signal) => queryConsole(db, input, { signal }));
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    if (this.#db !== undefined) await (await this.#db).close();
  }
}

/** Rows that a screen fetches by their ids at a time: so many are looked up, more would be compared with every row. */
const mostLookedUp = 200;

async function connect(screens: Database): Promise<Database> {
  const db = await screens.connect();
  await db.run(`set dynamic_or_filter_threshold = ${mostLookedUp}`);
  return db;
}

/** Does work that a signal ends, for so long at most. Rejects with `query-too-long`. */
async function inTime<T>(
  seconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), seconds * 1000);
  try {
    return await work(AbortSignal.any([deadline.signal, ...(signal ? [signal] : [])]));
  } catch (error) {
    const isLate = deadline.signal.aborted && signal?.aborted !== true;
    if (!isLate || !(error instanceof WorkbenchError) || error.code !== 'cancelled') throw error;
    throw new WorkbenchError('query-too-long', `the query was stopped after: ${seconds} s`);
  } finally {
    clearTimeout(timer);
  }
}

/** Where the screens look for a name, without schemas that were dropped since: DuckDB refuses a path that names one. */
async function pathOf(screens: Database): Promise<string> {
  const [row] = await screens.rows(`select current_setting('search_path') as path`);
  const there = await screens.rows(
    `select database_name || '.' || schema_name as name from duckdb_schemas()`,
  );
  const names = new Set(there.map(({ name }) => String(name)));
  const path = String(row!['path']).split(',');
  return path.filter((one) => !one.includes('.') || names.has(one)).join(',');
}

/** Tables that a query may read: the others need not be loaded. All of them where it asks what there is. */
function mentionedIn<T extends { name: string }>(sql: string, tables: T[]): T[] {
  const text = sql.toLowerCase();
  if (/\b(duckdb_|pragma_|information_schema|pg_catalog|show|summary)/.test(text)) return tables;
  return tables.filter(({ name }) => text.includes(name.split('.').at(-1)!));
}
