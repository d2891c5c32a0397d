import { throwIfCancelled } from '../core/errors.ts';
import type { TableReport } from '../core/run/run-report.ts';
import { planContentHash } from '../core/warehouse/content-hash.ts';
import { planSlice, planSlices } from '../core/warehouse/plan-export.ts';
import type { DayRange, PublishedTable } from '../core/warehouse/plan-export.ts';
import { murmur3h1 } from '../lib/murmur3.ts';
import { literal, relation } from '../lib/sql.ts';
import type { Database } from './ports.ts';

/** A partition ready to be written: `sql` selects its rows, sorted, with the published types. */
export interface ReadyPartition {
  table: PublishedTable;
  ds: string;
  rows: number;
  contentHash: string;
  sql: string;
}

export interface WalkOptions {
  /** The partition as published, where this run cannot have changed it: it is neither hashed nor written again. */
  carried?: (table: PublishedTable, part: { ds: string; rows: number }) => Carried | undefined;
  signal: AbortSignal | undefined;
  onShare: (share: number) => void;
}

type Carried = Pick<ReadyPartition, 'rows' | 'contentHash'>;

// One is written while the next is made.
const slices = ['load.publishing_a', 'load.publishing_b'] as const;
const encoder = new TextEncoder();

/**
 * Goes through the tables slice by slice: some days at a time are sorted and given their published types once, then hashed and
 * handed to `onPartition` day by day, while the next slice is made. Memory is bounded by two slices, not by the table.
 */
export async function walkPartitions(
  db: Database,
  tables: PublishedTable[],
  onPartition: (partition: ReadyPartition) => Promise<void>,
  { signal, onShare, carried }: WalkOptions,
): Promise<TableReport[]> {
  const counts = new Map<PublishedTable, { ds: string; rows: number }[]>();
  for (const table of tables) counts.set(table, await countPartitions(db, table, signal));
  const total = [...counts.values()].flat().reduce((sum, { rows }) => sum + rows, 0) || 1;
  const reports: TableReport[] = [];
  let done = 0;
  let made = 0;
  let written: Promise<unknown> = Promise.resolve();
  const write = async (partition: ReadyPartition): Promise<void> => {
    await onPartition(partition);
    done += partition.rows;
    onShare(done / total);
  };
  for (const [table, days] of counts) {
    const { made: ranges, kept } = splitCarried(table, days, carried);
    const report: TableReport = { name: table.name, rows: 0, partitions: kept };
    for (const { rows } of kept) {
      report.rows += rows;
      done += rows;
    }
    for (const range of ranges) {
      throwIfCancelled(signal);
      const slice = slices[made++ % 2]!;
      await db.run(`create or replace table ${slice} as ${planSlice(table, range)}`, { signal });
      const partitions = await hashSlice(db, slice, table, signal);
      await written;
      written = Promise.all(partitions.map(write));
      // Met where it is awaited.
      written.catch(() => {});
      for (const { ds, rows, contentHash } of partitions) {
        report.partitions.push({ ds, rows, contentHash });
        report.rows += rows;
      }
    }
    report.partitions.sort((a, b) => (a.ds < b.ds ? -1 : 1));
    reports.push(report);
  }
  await written;
  for (const slice of slices) await db.run(`drop table if exists ${slice}`);
  return reports;
}

/** The ranges to be made anew, none of which spans a carried day, and the partitions that are carried. */
function splitCarried(
  table: PublishedTable,
  days: { ds: string; rows: number }[],
  carried: WalkOptions['carried'],
): { made: DayRange[]; kept: TableReport['partitions'] } {
  const kept: TableReport['partitions'] = [];
  const runs: (typeof days)[] = [[]];
  for (const day of days) {
    const as = carried?.(table, day);
    if (as === undefined) runs.at(-1)!.push(day);
    else {
      kept.push({ ds: day.ds, rows: as.rows, contentHash: as.contentHash });
      runs.push([]);
    }
  }
  return { made: runs.flatMap(planSlices), kept };
}

/** Rows of a table by ds ('' for a table without partitions). */
export async function countPartitions(
  db: Database,
  table: PublishedTable,
  signal: AbortSignal | undefined,
): Promise<{ ds: string; rows: number }[]> {
  const ds = table.partitioned ? 'cast(ds as varchar)' : "''";
  const sql = `select ${ds} as part, count(*) as n from ${relation(table.name)} group by part order by part`;
  const rows = await db.rows(sql, { signal });
  return rows.map((row) => ({ ds: String(row['part']), rows: Number(row['n']) }));
}

async function hashSlice(
  db: Database,
  slice: string,
  table: PublishedTable,
  signal: AbortSignal | undefined,
): Promise<ReadyPartition[]> {
  const names = table.columns.map((column) => column.name);
  const rows = await db.rows(planContentHash(slice, names, table.partitioned), { signal });
  return rows.map((row) => {
    const ds = String(row['ds']);
    return {
      table,
      ds,
      rows: Number(row['n']),
      contentHash: hex64(murmur3h1(encoder.encode(`${row['n']}-${row['sums']}`))),
      sql: `select * from ${slice}${table.partitioned ? ` where ds = ${literal(ds)}` : ''}`,
    };
  });
}

function hex64(value: bigint): string {
  return BigInt.asUintN(64, value).toString(16).padStart(16, '0');
}
