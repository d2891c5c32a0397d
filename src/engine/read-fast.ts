import { throwIfCancelled } from '../core/errors.ts';
import { createLineScan } from '../core/ingest/count-lines.ts';
import type { LineScan } from '../core/ingest/count-lines.ts';
import {
  loadTables,
  planCarefulRead,
  planCarefulTable,
  planFastRead,
  planRawRows,
  planRaw,
} from '../core/ingest/plan-load.ts';
import type { Recognition } from '../core/ingest/recognition.ts';
import type { RecordBatch, Reject } from '../core/ingest/record-reader.ts';
import type { Database } from './ports.ts';
import { carefulBlock, openReader } from './read-carefully.ts';
import { countRows } from './reading.ts';
import type { ReadInput, ReadOutcome } from './reading.ts';

const longestFastLine = 1 << 20;
// The scan is through before the engine is.
const scanShare = 0.5;

/** Reads a file into `load.raw` by DuckDB's own reader; undefined when its count of records does not agree with ours. */
export async function readFast(input: ReadInput): Promise<ReadOutcome | undefined> {
  const { db, plain, recognition, columns, signal } = input;
  await db.run('drop table if exists load_rejects; drop table if exists load_scans');
  const attached = await db.attachFile(plain);
  try {
    const reading = db.run(planRaw(planFastRead(recognition, attached.sql), columns), { signal });
    input.onReading();
    const scanning = scanLines(input);
    const [scanned, wasRead] = await Promise.allSettled([scanning, reading]);
    throwIfCancelled(signal);
    if (scanned.status === 'rejected') throw scanned.reason;
    if (wasRead.status === 'rejected') return undefined;
    return await agreedOutcome(input, scanned.value);
  } finally {
    await attached.release();
  }
}

async function agreedOutcome(
  { db, recognition, columns }: ReadInput,
  scan: LineScan,
): Promise<ReadOutcome | undefined> {
  const refused = await fastRejects(db);
  const read = await countRows(db, loadTables.raw);
  const headerBlanks = scan.blankAt.filter((line) => line <= recognition.headerLines).length;
  const seen = scan.lines - (recognition.headerLines - headerBlanks);
  const irregular =
    scan.hasNul ||
    scan.hasLoneCr ||
    scan.longestLine > longestFastLine ||
    scan.blankLines > scan.blankAt.length;
  if (irregular || seen !== read + refused.length) return undefined;
  const skipped = [...refused.map((r) => r.line), ...scan.blankAt].filter(
    (line) => line > recognition.headerLines,
  );
  const first = recognition.headerLines + 1;
  if (skipped.length > 0) await writeGaps(db, first, skipped);
  const again = readAgain(recognition, refused);
  if (again.lines.length > 0) {
    await db.run(planCarefulTable(recognition));
    await db.insert(loadTables.careful, carefulBlock(again));
    await db.run(
      `insert into ${loadTables.raw} ${planRawRows(planCarefulRead(), columns)}; drop table ${loadTables.careful}`,
    );
  }
  return {
    seen,
    read: read + again.lines.length,
    rejects: again.rejects,
    firstLine: skipped.length > 0 ? null : first,
    bytes: scan.bytes,
  };
}

/** Lines that DuckDB refused, read by the careful reader: it takes some of them and knows the reason for the others. */
function readAgain(recognition: Recognition, refused: Reject[]): RecordBatch {
  const result: RecordBatch = {
    columns: recognition.columns.map(() => []),
    lines: [],
    rejects: [],
  };
  const headless = {
    ...recognition,
    headerLines: 0,
    dialect: { ...recognition.dialect, headerLines: 0 },
  };
  for (const reject of refused) {
    const batch =
      reject.reason === notUtf8
        ? undefined
        : openReader(headless).read(encoder.encode(reject.text), true);
    if (batch?.lines.length === 1 && batch.rejects.length === 0) {
      result.lines.push(reject.line);
      for (const [i, values] of batch.columns.entries()) result.columns[i]!.push(values[0] ?? null);
    } else {
      result.rejects.push({ ...reject, reason: batch?.rejects[0]?.reason ?? reject.reason });
    }
  }
  return result;
}

const encoder = new TextEncoder();
const notUtf8 = 'not valid UTF-8';

const fastReasons: Record<string, string> = {
  'MISSING COLUMNS': 'fewer fields than expected',
  'TOO MANY COLUMNS': 'more fields than expected',
  'UNQUOTED VALUE': 'a quote that is not closed or not at a field’s edge',
  'LINE SIZE OVER MAXIMUM': 'longer than 1 MiB',
  'INVALID ENCODING': notUtf8,
  'INVALID STATE': 'fields that cannot be told apart',
};

async function fastRejects(db: Database): Promise<Reject[]> {
  const rows =
    await db.rows(`select line, cast(any_value(error_type) as varchar) as kind, any_value(csv_line) as text
from load_rejects group by line order by line`);
  return rows.map((row) => ({
    line: Number(row['line']),
    reason: fastReasons[String(row['kind'])] ?? 'not readable',
    text: String(row['text'] ?? '')
      .replace(/^[\r\n]+|[\r\n]+$/g, '')
      .slice(0, longestFastLine),
  }));
}

/** `load.gaps`: from which record position on, how far line numbers have moved. Skipped lines are blank or rejected. */
async function writeGaps(db: Database, first: number, skipped: number[]): Promise<void> {
  skipped.sort((a, b) => a - b);
  const from = BigInt64Array.from([0, ...skipped.map((line, j) => line - first - j)], BigInt);
  const shift = BigInt64Array.from([0, ...skipped.map((_, j) => j + 1)], (n) =>
    BigInt(n + first - 1),
  );
  await db.run(`create or replace table ${loadTables.gaps} (from_id bigint, shift bigint)`);
  await db.insert(loadTables.gaps, {
    rows: from.length,
    columns: [
      { name: 'from_id', type: 'BIGINT', values: from },
      { name: 'shift', type: 'BIGINT', values: shift },
    ],
  });
  await db.run(`create or replace table ${loadTables.gaps} as
select from_id, max(shift) as shift from ${loadTables.gaps} group by from_id`);
}

async function scanLines({ plain, signal, onShare }: ReadInput): Promise<LineScan> {
  const scan = createLineScan();
  let done = 0;
  for await (const chunk of plain.stream()) {
    throwIfCancelled(signal);
    const lines = scan.update(chunk);
    done += chunk.length;
    onShare(scanShare * (done / plain.size), lines);
  }
  return scan.finish();
}
