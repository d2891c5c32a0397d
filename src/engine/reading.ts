import type { LoadColumns } from '../core/ingest/plan-load.ts';
import type { Recognition } from '../core/ingest/recognition.ts';
import type { Reject } from '../core/ingest/record-reader.ts';
import type { ByteSource } from '../workbench.ts';
import type { Database } from './ports.ts';

/** What reading one file into `load.raw` came to. */
export interface ReadOutcome {
  /** Records in the file, counted apart from the reader where there is a second way. */
  seen: number;
  /** Records in `load.raw`. */
  read: number;
  rejects: Reject[];
  /** What to add to a record's position for its line, when lines are regular; null: see `load.gaps` or the records' own line. */
  firstLine: number | null;
  /** Bytes that went through the reader. */
  bytes: number;
}

export interface ReadInput {
  db: Database;
  plain: ByteSource;
  recognition: Recognition;
  columns: LoadColumns;
  signal: AbortSignal | undefined;
  /** Called once the engine is at work on the file. */
  onReading: () => void;
  /** Share of the file read, 0..1, and the records found so far. */
  onShare: (share: number, rows: number) => void;
}

/** Rows of a table. */
export async function countRows(db: Database, table: string): Promise<number> {
  const rows = await db.rows(`select count(*) as n from ${table}`);
  return Number(rows[0]!['n']);
}
