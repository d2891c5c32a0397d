import { hidesRowIds } from '../core/explore/row-ids.ts';
import type { ViewedTable } from '../core/explore/table-view.ts';
import type { RunReport } from '../core/run/run-report.ts';
import {
  csvHeader,
  planCsvLines,
  planTableRows,
  planViewRows,
} from '../core/warehouse/plan-export.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import { literal } from '../lib/sql.ts';
import type { ExportedFile, ExportItem } from '../workbench.ts';
import type { Database } from './ports.ts';
import { countPartitions } from './publish-tables.ts';

/** Lists the files of an export: Parquet a file a partition, CSV a file a table; with all tables also `run.json`. */
export async function planExport(
  db: Database,
  tables: PublishedTable[],
  input: { table?: string; format: 'parquet' | 'csv' },
  signal: AbortSignal | undefined,
): Promise<ExportItem[]> {
  const items: ExportItem[] = [];
  for (const table of tables) items.push(...(await itemsOf(db, table, input.format, signal)));
  if (input.table === undefined) items.push({ path: 'run.json', format: 'json' });
  return items;
}

async function itemsOf(
  db: Database,
  table: PublishedTable,
  format: 'parquet' | 'csv',
  signal: AbortSignal | undefined,
): Promise<ExportItem[]> {
  const base = table.name.replace('.', '/');
  if (format === 'csv') return [{ path: `${base}.csv`, table: table.name, format }];
  const parts = table.partitioned ? await countPartitions(db, table, signal) : [{ ds: '' }];
  return parts.map(({ ds }) => {
    const folder = ds === '' ? base : `${base}/ds=${ds}`;
    return {
      path: `${folder}/part-0.parquet`,
      table: table.name,
      format,
      ...(ds === '' ? {} : { ds }),
    };
  });
}

/** `run.json`: inputs by hash, versions, rows in and out, checks. */
export function exportRun(report: RunReport | null, { path }: ExportItem): ExportedFile {
  return { path, bytes: new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`) };
}

/** Makes one file of a table's export. */
export async function exportTable(
  db: Database,
  table: PublishedTable,
  { path, format, ds, view }: ExportItem,
  signal: AbortSignal | undefined,
): Promise<ExportedFile> {
  const viewed = view === undefined ? table : await withRowIds(db, table);
  if (format === 'csv') return { path, bytes: await csvBytes(db, viewed, view, signal) };
  const rows = view === undefined ? planTableRows(table, ds) : planViewRows(viewed, view);
  const { bytes } = await db.writeParquet(rows, { signal });
  return { path, bytes };
}

/** Says whether the rows of a table have ids, so that equal ones come in the order in which they are shown. */
async function withRowIds(
  db: Database,
  table: PublishedTable,
): Promise<PublishedTable & ViewedTable> {
  const named = `schema_name || '.' || view_name = ${literal(table.name)}`;
  const [row] = await db.rows(`select count(*) as n from duckdb_views() where ${named}`);
  return { ...table, hasRowIds: Number(row!['n']) === 0 && !hidesRowIds(table) };
}

async function csvBytes(
  db: Database,
  table: PublishedTable & ViewedTable,
  view: ExportItem['view'],
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`${csvHeader(table)}\r\n`)];
  for await (const block of db.blocks(planCsvLines(table, view), { signal })) {
    const lines = block.columns[0]!.values as string[];
    if (lines.length > 0) parts.push(encoder.encode(`${lines.join('\r\n')}\r\n`));
  }
  return concat(parts);
}

function concat(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
