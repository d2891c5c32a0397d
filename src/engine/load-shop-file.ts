import { resolveColumns } from '../core/ingest/plan-load.ts';
import { planRepeats } from '../core/ingest/plan-load.ts';
import type { LoadColumns } from '../core/ingest/plan-load.ts';
import type { Recognition } from '../core/ingest/recognition.ts';
import type { Reject } from '../core/ingest/record-reader.ts';
import type { DeliveryReport } from '../core/run/run-report.ts';
import {
  planShopAccepted,
  planShopForget,
  planShopRejects,
  planShopTyped,
  planShopUsers,
  planShopUserTable,
} from '../core/shop/plan-shop-load.ts';
import type { RecognisedShop } from '../core/shop/recognise-shop.ts';
import { hasUser } from '../core/shop/shop-sources.ts';
import { insertUserNumbers } from './enrich-load.ts';
import { keptRejects } from './load-file.ts';
import type { OpenedSource } from './open-source.ts';
import type { Database } from './ports.ts';
import { readRecords } from './read-records.ts';
import type { ReadOutcome } from './reading.ts';

export interface ShopFileInput {
  db: Database;
  name: string;
  opened: OpenedSource;
  recognition: Recognition;
  shop: RecognisedShop;
  keepContacts: boolean;
  signal: AbortSignal | undefined;
  onShare: (share: number, rows: number) => void;
}

/** What loading one export came to; `rejects` stay in the session. */
export interface ShopFileOutcome {
  report: Omit<DeliveryReport, 'sha256' | 'bytes' | 'status'>;
  rejects: Reject[];
}

/** Reads one export and adds its accepted records to their source. */
export async function loadShopFile(input: ShopFileInput): Promise<ShopFileOutcome> {
  const { db, recognition, shop, signal } = input;
  const columns = allColumns(recognition);
  const read = await readRecords({
    ...input,
    plain: input.opened.plain,
    columns,
    onReading: () => void input.opened.sha256(),
  });
  const repeats = await removeRepeats(db, columns, signal);
  await db.run(
    planShopTyped({
      table: shop.table,
      fileColumns: recognition.columns,
      columns: shop.columns,
      firstLine: read.firstLine,
      malformedReason: recognition.fast?.wellFormed?.reason ?? 'malformed',
    }),
    { signal },
  );
  if (hasUser(shop.table)) await numberUsers(db, signal);
  const delivery = (await input.opened.sha256()).slice(0, 16);
  await db.run(planShopAccepted(shop.table, delivery, input.keepContacts), { signal });
  const typed = await typedRejects(db, columns);
  await db.run(planShopForget());
  return outcomeOf(input, delivery, read, repeats, typed);
}

// A shop's file has no roles of a request.
function allColumns(recognition: Recognition): LoadColumns {
  return resolveColumns(recognition, {
    columns: {},
    timeFormat: 'iso',
    timezone: 'UTC',
    host: null,
    ignored: recognition.columns,
  });
}

async function removeRepeats(
  db: Database,
  columns: LoadColumns,
  signal: AbortSignal | undefined,
): Promise<number> {
  const plan = planRepeats(columns);
  const [row] = await db.rows(plan.count, { signal });
  const repeats = Number(row!['repeats']);
  if (repeats > 0) await db.run(plan.remove, { signal });
  return repeats;
}

async function numberUsers(db: Database, signal: AbortSignal | undefined): Promise<void> {
  await db.run(planShopUserTable());
  await insertUserNumbers(db, planShopUsers(), signal);
}

interface TypedRejects {
  rejects: Reject[];
  reasons: Map<string, number>;
  total: number;
}

async function typedRejects(db: Database, columns: LoadColumns): Promise<TypedRejects> {
  const plan = planShopRejects(columns.all, keptRejects);
  const counts = await db.rows(plan.counts);
  const reasons = new Map(counts.map((row) => [String(row['reason']), Number(row['n'])]));
  const total = [...reasons.values()].reduce((sum, n) => sum + n, 0);
  const rows = total === 0 ? [] : await db.rows(plan.records);
  const rejects = rows.map((row) => ({
    line: Number(row['line']),
    reason: String(row['reason']),
    text: String(row['text']),
  }));
  return { rejects, reasons, total };
}

function outcomeOf(
  { name, opened, recognition, shop }: ShopFileInput,
  delivery: string,
  read: ReadOutcome,
  repeats: number,
  typed: TypedRejects,
): ShopFileOutcome {
  const reasons = new Map(typed.reasons);
  for (const { reason } of read.rejects) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const rejects = [...read.rejects, ...typed.rejects].sort((a, b) => a.line - b.line);
  return {
    rejects: rejects.slice(0, keptRejects),
    report: {
      id: delivery,
      name,
      format: recognition.label,
      shopTable: shop.table,
      textBytes: opened.plain.size,
      bytesRead: read.bytes,
      seen: read.seen,
      accepted: read.read - repeats - typed.total,
      rejected: read.rejects.length + typed.total,
      repeats,
      rejectReasons: Object.fromEntries(reasons),
      personalDropped: 0,
      notes: notesOf(shop),
      days: [],
    },
  };
}

function notesOf({ missing, extra }: RecognisedShop): string[] {
  return [
    ...(missing.length > 0 ? [`columns that are not in the file: ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`columns left out: ${extra.join(', ')}`] : []),
  ];
}
