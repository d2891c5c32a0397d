import { throwIfCancelled, WorkbenchError } from '../core/errors.ts';
import { formats } from '../core/ingest/formats/index.ts';
import {
  fileColumn,
  loadTables,
  planCarefulRead,
  planCarefulTable,
  planRaw,
} from '../core/ingest/plan-load.ts';
import type { RecordBatch, RecordReader } from '../core/ingest/record-reader.ts';
import type { Recognition } from '../core/ingest/recognition.ts';
import type { Block } from './ports.ts';
import type { ReadInput, ReadOutcome } from './reading.ts';

/** The careful reader of a recognised file's format. */
export function openReader(recognition: Recognition): RecordReader {
  return formats.find((format) => format.id === recognition.format)!.openReader(recognition);
}

/** Reads a file into `load.raw` by the format's own reader. */
export async function readCarefully(input: ReadInput): Promise<ReadOutcome> {
  const { db, plain, recognition, columns, signal } = input;
  const reader = openReader(recognition);
  const outcome: ReadOutcome = { seen: 0, read: 0, rejects: [], firstLine: 1, bytes: 0 };
  await db.run(planCarefulTable(recognition));
  const keep = async (batch: RecordBatch): Promise<void> => {
    outcome.read += batch.lines.length;
    for (const reject of batch.rejects) outcome.rejects.push(reject);
    if (batch.lines.length > 0) await db.insert(loadTables.careful, carefulBlock(batch));
  };
  for await (const chunk of plain.stream()) {
    throwIfCancelled(signal);
    outcome.bytes += chunk.length;
    await keep(reader.read(chunk, false));
    input.onShare(outcome.bytes / plain.size, outcome.read);
  }
  await keep(reader.read(new Uint8Array(0), true));
  outcome.seen = outcome.read + outcome.rejects.length;
  await db.run(planRaw(planCarefulRead(), columns), { signal });
  await db.run(`drop table ${loadTables.careful}`);
  if (outcome.seen === 0 && outcome.bytes > 0 && recognition.headerLines === 0) {
    throw new WorkbenchError('no-records', 'no record could be read');
  }
  return outcome;
}

/** Records in the form of `load.careful`. */
export function carefulBlock(batch: RecordBatch): Block {
  const columns: Block['columns'] = batch.columns.map((values, i) => ({
    name: fileColumn(i),
    type: 'VARCHAR',
    values,
  }));
  columns.push({ name: 'line', type: 'BIGINT', values: BigInt64Array.from(batch.lines, BigInt) });
  return { rows: batch.lines.length, columns };
}
