import { heldTable, partitionPath } from '../core/warehouse/partition-path.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { Partition, PublishedTableEntry } from '../core/warehouse/partition.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { Database } from './ports.ts';
import type { ReadyPartition } from './publish-tables.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

/** Files on their way to the disk at a time: flushing one does not hold up the next. */
const mostWrites = 8;

/** The tables of a run on their way to the disk: no manifest names them yet. */
export class Staging {
  /** Paths that must not be collected. */
  readonly written = new Set<string>();
  readonly #files: WarehouseFiles | undefined;
  readonly #heldFiles: WarehouseFiles;
  readonly #head: () => Manifest | undefined;
  #tables: Record<string, PublishedTableEntry> = {};
  #writes = new Set<Promise<void>>();
  #failed: unknown;

  constructor(
    files: WarehouseFiles | undefined,
    heldFiles: WarehouseFiles,
    head: () => Manifest | undefined,
  ) {
    this.#files = files;
    this.#heldFiles = heldFiles;
    this.#head = head;
  }

  get tables(): Record<string, PublishedTableEntry> {
    return this.#tables;
  }

  /** The table as it is staged so far. */
  table({ name, columns }: PublishedTable): PublishedTableEntry {
    const kept = columns.map((column) => ({ name: column.name, type: column.type }));
    return (this.#tables[name] ??= { columns: kept, partitions: {} });
  }

  /** Writes a partition's file unless the head has the same rows already. Files go out side by side. */
  async stage(db: Database, ready: ReadyPartition, signal: AbortSignal | undefined): Promise<void> {
    const { table, ds, rows, contentHash } = ready;
    const { partitions } = this.table(table);
    // The hash is of values alone: a column may have another name or type.
    const before = this.#published(table)?.partitions[ds];
    if (before !== undefined && before.contentHash === contentHash && before.rows === rows) {
      partitions[ds] = before;
      return;
    }
    if (this.#files === undefined) {
      partitions[ds] = { file: '', bytes: 0, rows, sha256: '', contentHash };
      return;
    }
    const made = await this.#make(db, ready, table.name, signal);
    partitions[ds] = made.part;
    if (this.#writes.size >= mostWrites) await Promise.race(this.#writes);
    const kept = this.#files.keep(made.part.file, made.bytes, made.part.sha256);
    const write: Promise<void> = kept.finally(() => this.#writes.delete(write));
    // A failure is met where the writes are awaited.
    write.catch((error: unknown) => (this.#failed ??= error));
    this.#writes.add(write);
  }

  /** Writes a file of a held run: beside the tables, durable when it resolves. */
  async stageHeld(
    db: Database,
    ready: ReadyPartition,
    signal: AbortSignal | undefined,
    table = heldTable,
  ): Promise<Partition> {
    const { part, bytes } = await this.#make(db, ready, table, signal);
    await this.#heldFiles.keep(part.file, bytes, part.sha256);
    return part;
  }

  async #make(
    db: Database,
    { ds, rows, contentHash, sql }: ReadyPartition,
    table: string,
    signal: AbortSignal | undefined,
  ): Promise<{ part: Partition; bytes: Uint8Array }> {
    const { bytes } = await db.writeParquet(sql, { signal });
    const sha256 = await this.#heldFiles.sha256(bytes);
    const file = partitionPath(table, ds, sha256);
    this.written.add(file);
    return { part: { file, bytes: bytes.length, rows, sha256, contentHash }, bytes };
  }

  /** Takes a partition over as it is published, if it has these rows and columns; undefined: it must be staged. */
  carry(table: PublishedTable, ds: string, rows: number): Partition | undefined {
    const part = this.#published(table)?.partitions[ds];
    if (part === undefined || part.rows !== rows) return undefined;
    this.table(table).partitions[ds] = part;
    return part;
  }

  /** The table as it is published, if it has the columns of the staged one. */
  #published(table: PublishedTable): PublishedTableEntry | undefined {
    const before = this.#head()?.tables[table.name];
    const { columns } = this.table(table);
    return JSON.stringify(before?.columns) === JSON.stringify(columns) ? before : undefined;
  }

  /** Resolves when all files are written and read back; throws what failed first. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#writes);
    if (this.#failed !== undefined) throw this.#failed;
  }

  /** Forgets what was staged: its files stay unnamed and can be collected. */
  async forget(): Promise<void> {
    await Promise.allSettled(this.#writes);
    this.#tables = {};
    this.#failed = undefined;
    this.written.clear();
  }
}
