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

  /** Throws `query-failed`, `cancelled`, and `table-unknown` where nothing is published. */
  async query(input: { sql: string; limit?: number }, options?: CallOptions): Promise<QueryResult> {
    const { published, shownTables } = this.#session;
    const screens = await published.read(mentionedIn(input.sql, shownTables));
    const path = await pathOf(screens);
    this.#db ??= screens.connect();
    const db = await this.#db;
    await db.run(`set search_path = ${literal(path)}`);
    return queryConsole(db, input, options);
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    if (this.#db !== undefined) await (await this.#db).close();
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
