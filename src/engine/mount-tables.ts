import type { Partition, PublishedTableEntry } from '../core/warehouse/partition.ts';
import { relation } from '../lib/sql.ts';
import type { ByteSource, Database } from './ports.ts';
import { sourceOf } from './warehouse-files.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

/**
 * Makes data files readable as one table: in place where the host can, else by loading them. Every file is compared with its
 * hash first, and what is loaded is what was compared. Throws WorkbenchError('warehouse-damaged').
 */
export async function mountTable(
  files: WarehouseFiles | undefined,
  db: Database,
  { columns, partitions }: PublishedTableEntry,
  name: string,
): Promise<void> {
  const parts = Object.keys(partitions)
    .sort()
    .map((ds) => partitions[ds]!);
  if (db.viewParquet !== undefined && parts.length > 0) {
    for (const part of parts) await files!.verified(part);
    const paths = parts.map(({ file }) => file);
    return db.viewParquet(name, paths);
  }
  const typed = columns.map((column) => `"${column.name}" ${column.type}`).join(', ');
  await db.run(`create or replace table ${relation(name)} (${typed})`);
  await loadParts(files, db, parts, name);
}

async function loadParts(
  files: WarehouseFiles | undefined,
  db: Database,
  parts: Partition[],
  name: string,
): Promise<void> {
  if (db.appendParquet !== undefined) return db.appendParquet(name, verifiedSources(files, parts));
  // The next file is read and hashed while the one before is loaded.
  let next = readAhead(files, parts[0]);
  // Named by the table, as another may be mounted on the same connection meanwhile.
  const staged = `temp.mounted_${name.replaceAll('.', '_')}`;
  for (const [i] of parts.entries()) {
    const bytes = await next;
    next = readAhead(files, parts[i + 1]);
    await db.readParquet(staged, sourceOf(bytes!));
    await db.run(
      `insert into ${relation(name)} by name select * from ${relation(staged)}; drop table ${relation(staged)}`,
    );
  }
}

async function* verifiedSources(
  files: WarehouseFiles | undefined,
  parts: readonly Partition[],
): AsyncGenerator<ByteSource, void, void> {
  for (const part of parts) yield sourceOf(await files!.verified(part));
}

function readAhead(
  files: WarehouseFiles | undefined,
  part: Partition | undefined,
): Promise<Uint8Array | undefined> {
  const bytes = part === undefined ? Promise.resolve(undefined) : files!.verified(part);
  // Met where it is awaited.
  bytes.catch(() => {});
  return bytes;
}

/** A table of these files with the types that they have. */
export async function loadAsIs(
  files: WarehouseFiles,
  db: Database,
  parts: Partition[],
  name: string,
): Promise<void> {
  const [first, ...rest] = parts;
  await db.readParquet(name, sourceOf(await files.verified(first!)));
  await loadParts(files, db, rest, name);
}
