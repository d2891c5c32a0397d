import { planContentHash } from '../core/warehouse/content-hash.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { TableReport } from '../core/run/run-report.ts';
import { murmur3h1 } from '../lib/murmur3.ts';
import { relation } from '../lib/sql.ts';
import type { Database } from './ports.ts';

const encoder = new TextEncoder();

function hex64(value: bigint): string {
  return BigInt.asUintN(64, value).toString(16).padStart(16, '0');
}

/** Rows and content hash of each partition of a table of the current database. */
export async function hashContent(
  db: Database,
  table: PublishedTable,
  signal?: AbortSignal,
): Promise<TableReport> {
  const names = table.columns.map((column) => column.name);
  const rows = await db.rows(planContentHash(relation(table.name), names, table.partitioned), {
    signal,
  });
  const partitions = rows.map((row) => ({
    ds: String(row['ds']),
    rows: Number(row['n']),
    contentHash: hex64(murmur3h1(encoder.encode(`${row['n']}-${row['sums']}`))),
  }));
  return { name: table.name, rows: partitions.reduce((sum, p) => sum + p.rows, 0), partitions };
}
