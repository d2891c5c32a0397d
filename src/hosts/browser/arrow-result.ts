import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import { throwIfCancelled } from '../../core/errors.ts';

/** A statement on one connection. */
export interface Statement {
  engine: AsyncDuckDB;
  connection: number;
  sql: string;
  signal?: AbortSignal | undefined;
}

/**
 * Runs a statement in slices, so that other connections go on and it can be cancelled between slices; resolves
 * to the schema message. Statements before the last of a text run inside the first slice.
 */
export async function startStatement(statement: Statement, stream: boolean): Promise<Uint8Array> {
  const { engine, connection, sql, signal } = statement;
  throwIfCancelled(signal);
  let header = await engine.startPendingQuery(connection, sql, stream);
  while (header === null) {
    await cancelIfAsked(statement);
    header = await engine.pollPendingQuery(connection);
  }
  return header;
}

/** The record batch messages of a statement that was started, asked for one ahead. */
export async function* fetchBatches(statement: Statement): AsyncGenerator<Uint8Array, void, void> {
  const { engine, connection } = statement;
  let next = engine.fetchQueryResults(connection);
  for (;;) {
    const batch = await next;
    await cancelIfAsked(statement);
    if (batch?.length === 0) return;
    next = engine.fetchQueryResults(connection);
    // Nobody awaits the one ahead when the reader stops early.
    next.catch(() => undefined);
    if (batch !== null) yield batch;
  }
}

async function cancelIfAsked({ engine, connection, signal }: Statement): Promise<void> {
  if (!signal?.aborted) return;
  await engine.cancelPendingQuery(connection);
  throwIfCancelled(signal);
}
