import { loadTables, planParquetRead, planRaw } from '../core/ingest/plan-load.ts';
import { readCarefully } from './read-carefully.ts';
import { readFast } from './read-fast.ts';
import { countRows } from './reading.ts';
import type { ReadInput, ReadOutcome } from './reading.ts';

/** Reads a file into `load.raw`: by DuckDB's reader where its count agrees with ours, else by the format's careful reader. */
export async function readRecords(input: ReadInput): Promise<ReadOutcome> {
  if (input.recognition.format === 'parquet') return readParquet(input);
  if (input.recognition.fast !== null) {
    const outcome = await readFast(input);
    if (outcome !== undefined) return outcome;
  }
  return readCarefully(input);
}

async function readParquet({
  db,
  plain,
  recognition,
  columns,
  signal,
}: ReadInput): Promise<ReadOutcome> {
  await db.readParquet(loadTables.parquet, plain, { signal });
  await db.run(planRaw(planParquetRead(recognition), columns), { signal });
  await db.run(`drop table ${loadTables.parquet}`);
  const read = await countRows(db, loadTables.raw);
  return { seen: read, read, rejects: [], firstLine: 1, bytes: plain.size };
}
