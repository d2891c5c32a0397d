import type { RunReport } from '../core/run/run-report.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import { csvHeader, planCsvLines, planTableRows } from '../core/warehouse/plan-export.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { ExportedFile, ExportItem } from '../workbench.ts';
import type { Database } from './ports.ts';

const runJson = 'run.json';

/** Lists the files of an export: Parquet a file a partition, CSV a file a table; with all tables also `run.json`. */
export function planExport(
  tables: PublishedTable[],
  head: Manifest | undefined,
  input: { table?: string; format: 'parquet' | 'csv' },
): ExportItem[] {
  const items = tables.flatMap((table) => itemsOf(table, head, input.format));
  return input.table === undefined ? [...items, { path: runJson, format: 'json' }] : items;
}

function itemsOf(
  table: PublishedTable,
  head: Manifest | undefined,
  format: 'parquet' | 'csv',
): ExportItem[] {
  const base = table.name.replace('.', '/');
  if (format === 'csv') return [{ path: `${base}.csv`, table: table.name, format }];
  const days = Object.keys(head?.tables[table.name]?.partitions ?? {}).sort();
  return days.map((ds) => {
    const folder = ds === '' ? base : `${base}/ds=${ds}`;
    return {
      path: `${folder}/part-0.parquet`,
      table: table.name,
      format,
      ...(ds === '' ? {} : { ds }),
    };
  });
}

/** Makes one file of an export. `run.json` holds inputs by hash, versions, rows in and out and the checks. */
export async function exportFile(
  db: Database,
  tables: PublishedTable[],
  report: RunReport | null,
  item: ExportItem,
  signal: AbortSignal | undefined,
): Promise<ExportedFile> {
  const { path } = item;
  if (item.format === 'json')
    return { path, bytes: new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`) };
  const table = tables.find(({ name }) => name === item.table)!;
  if (item.format === 'csv') return { path, bytes: await csvBytes(db, table, signal) };
  const { bytes } = await db.writeParquet(planTableRows(table, item.ds), { signal });
  return { path, bytes };
}

async function csvBytes(
  db: Database,
  table: PublishedTable,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`${csvHeader(table)}\r\n`)];
  for await (const block of db.blocks(planCsvLines(table), { signal })) {
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
