import { WorkbenchError } from '../core/errors.ts';
import {
  planOverlaps,
  planRepeatedAcrossDeliveries,
  planReplaced,
} from '../core/ingest/plan-star.ts';
import type { DeliveryReport } from '../core/run/run-report.ts';
import type { LoadedDrop } from './load-drop.ts';
import type { RunContext } from './run-context.ts';

interface Overlap {
  delivery: string;
  host: string;
  ds: string;
  rows: number;
  shared: number;
}

/**
 * Finds rows that several live deliveries bring and settles days that a new file mostly shares with published ones: they are
 * counted once (`add`), replaced, or refused. Adds a note to the new file's report.
 */
export async function settleOverlaps(
  { db, onOverlap, warehouse }: RunContext,
  loaded: LoadedDrop,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reports = loaded.reports.filter(({ status }) => status === 'loaded');
  const fresh = reports.map(({ id }) => id);
  await db.run(planRepeatedAcrossDeliveries(fresh), { signal });
  const rows = await db.rows(planOverlaps(fresh), { signal });
  const overlaps: Overlap[] = rows.map((row) => ({
    delivery: String(row['delivery']),
    host: String(row['host']),
    ds: String(row['ds']),
    rows: Number(row['n']),
    shared: Number(row['shared']),
  }));
  for (const overlap of overlaps) {
    const report = reports.find(({ id }) => id === overlap.delivery)!;
    if (onOverlap === 'fail') throw refused(report, overlap, overlaps.length);
    report.notes.push(noteOf(overlap, onOverlap));
  }
  if (onOverlap !== 'replace' || overlaps.length === 0) return;
  await db.run(planReplaced(fresh, overlaps), { signal });
  await db.run(planRepeatedAcrossDeliveries(fresh), { signal });
  const gone = new Set(overlaps.map(({ host, ds }) => `${host} ${ds}`));
  for (const { id, days } of warehouse.deliveries()) {
    const left = days.filter(([host, ds]) => !gone.has(`${host} ${ds}`));
    if (left.length === 0) loaded.superseded.push(id);
    else if (left.length < days.length) loaded.shortened.set(id, left);
  }
}

function refused({ name }: DeliveryReport, overlap: Overlap, days: number): WorkbenchError {
  const message = `${noteOf(overlap, 'fail')}: answer with --on-overlap add or replace`;
  const { host, ds, rows, shared } = overlap;
  const details = { file: name, option: 'on-overlap', host, ds, rows, shared, days };
  return new WorkbenchError('question-open', message, details);
}

function noteOf({ host, ds, rows, shared }: Overlap, way: RunContext['onOverlap']): string {
  const fact = `${shared} of ${rows} rows of ${host} on ${ds} came with an earlier file`;
  if (way === 'fail') return fact;
  return way === 'add'
    ? `${fact}: counted once`
    : `${fact}: that day of the earlier file is replaced`;
}
