import { WorkbenchError } from '../core/errors.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import type { Reject } from '../core/ingest/record-reader.ts';
import type { DeliveryReport, RunReport } from '../core/run/run-report.ts';
import {
  chooseHead,
  decodeSlot,
  encodeSlot,
  partitionPath,
  publishManifest,
  slotOf,
} from '../core/warehouse/manifest.ts';
import type { Delivery } from '../core/warehouse/delivery.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { Partition, PublishedTableEntry } from '../core/warehouse/partition.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import { literal, relation } from '../lib/sql.ts';
import type { Database, FileStore, Host } from './ports.ts';
import type { ReadyPartition } from './publish-tables.ts';

/** What one run changes beside its data files. */
export interface Publication {
  report: RunReport;
  /** Rejected records of the loaded deliveries, by file. */
  rejects: { file: string; rejects: Reject[] }[];
  /** Ids of deliveries that these replace. */
  superseded: string[];
  /** Days left to deliveries of which others were replaced. */
  shortened: ReadonlyMap<string, DeliveryReport['days']>;
  /** Mappings used, by the shape of the source. */
  mappings: Record<string, Mapping>;
}

/** Files on their way to the disk at a time: flushing one does not hold up the next. */
const mostWrites = 8;

const slots = ['manifest.0', 'manifest.1'] as const;

/** The published tables: content-named Parquet files and the manifest that names them. Without a store it lasts as long as the session. */
export class Warehouse {
  readonly #host: Host;
  #head: Manifest | undefined;
  #staged: Record<string, PublishedTableEntry> = {};
  #writes = new Set<Promise<void>>();
  #failed: unknown;

  private constructor(host: Host, head: Manifest | undefined) {
    this.#host = host;
    this.#head = head;
  }

  /** Reads the head. Throws WorkbenchError('warehouse-damaged') when manifests are there but none is valid. */
  static async open(host: Host): Promise<Warehouse> {
    if (host.store === undefined) return new Warehouse(host, undefined);
    const [first, second] = await Promise.all(slots.map((slot) => readSlot(host.store!, slot)));
    const head = chooseHead(first?.manifest, second?.manifest);
    if (head === undefined && (first?.exists || second?.exists)) {
      throw new WorkbenchError('warehouse-damaged', 'no manifest of the warehouse can be read');
    }
    return new Warehouse(host, head);
  }

  get head(): Manifest | undefined {
    return this.#head;
  }

  deliveries(): Delivery[] {
    return this.#head?.deliveries ?? [];
  }

  /** Hosts of the published deliveries, sorted. */
  hosts(): string[] {
    return [
      ...new Set(this.deliveries().flatMap((delivery) => delivery.days.map(([host]) => host))),
    ].sort();
  }

  /** Paths of a published table's files, in the order of ds. */
  files(table: string): string[] {
    const partitions = this.#head?.tables[table]?.partitions ?? {};
    return Object.keys(partitions)
      .sort()
      .flatMap((ds) => partitions[ds]!.file);
  }

  /** Makes a published table readable as `name`: in place where the host can, else by loading it. */
  async mount(db: Database, table: string, name = table): Promise<void> {
    // A model newer than the last run has no table yet.
    if (this.#head !== undefined && this.#head.tables[table] === undefined) return;
    const paths = this.files(table);
    if (db.viewParquet !== undefined && paths.length > 0) return db.viewParquet(name, paths);
    await db.run(`create or replace table ${relation(name)} (${this.#columns(table)})`);
    for (const path of paths) {
      const source = await this.#host.store?.read(path);
      if (source === undefined)
        throw new WorkbenchError(
          'warehouse-damaged',
          `a file of the warehouse is missing: ${path}`,
        );
      await db.readParquet('temp.mounted', source);
      await db.run(
        `insert into ${relation(name)} by name select * from temp.mounted; drop table temp.mounted`,
      );
    }
  }

  /** The staged events of live deliveries as `name`. */
  async loadStaged(db: Database, name: string, deliveries: string[]): Promise<void> {
    await this.mount(db, 'staging.stg_web_events', name);
    const ids = deliveries.map(literal).join(', ');
    const rows = await db.rows(
      `select count(distinct delivery) as n from ${relation(name)} where delivery in (${ids})`,
    );
    if (Number(rows[0]!['n']) > deliveries.length)
      throw new WorkbenchError('warehouse-damaged', 'staged events are damaged');
  }

  /** Writes a partition's file unless the head has the same rows already. Files go out side by side; `publish` waits for them. */
  async stage(db: Database, ready: ReadyPartition, signal: AbortSignal | undefined): Promise<void> {
    const { table, ds, rows, contentHash } = ready;
    const before = this.#head?.tables[table.name]?.partitions[ds];
    const { store } = this.#host;
    const staged = this.#stagedTable(table);
    if (before !== undefined && before.contentHash === contentHash && before.rows === rows) {
      staged.partitions[ds] = before;
      return;
    }
    if (store === undefined) {
      staged.partitions[ds] = { file: '', bytes: 0, rows, sha256: '', contentHash };
      return;
    }
    const { bytes } = await db.writeParquet(ready.sql, { signal });
    const hash = await this.#host.sha256();
    hash.update(bytes);
    const sha256 = hash.hex();
    const file = partitionPath(table.name, ds, sha256);
    staged.partitions[ds] = { file, bytes: bytes.length, rows, sha256, contentHash };
    if (this.#writes.size >= mostWrites) await Promise.race(this.#writes);
    const write: Promise<void> = store.write(file, bytes).finally(() => this.#writes.delete(write));
    // A failure is met where the writes are awaited.
    write.catch((error: unknown) => (this.#failed ??= error));
    this.#writes.add(write);
  }

  /** Takes a partition over as it is published, if it has these rows and columns; undefined: it must be staged. */
  carry(table: PublishedTable, ds: string, rows: number): Partition | undefined {
    const published = this.#head?.tables[table.name];
    const part = published?.partitions[ds];
    const staged = this.#stagedTable(table);
    const isSameShape = JSON.stringify(published?.columns) === JSON.stringify(staged.columns);
    if (part === undefined || part.rows !== rows || !isSameShape) return undefined;
    staged.partitions[ds] = part;
    return part;
  }

  /** Names the tables of a run, so that one without rows is published too. */
  declare(tables: PublishedTable[]): void {
    for (const table of tables) this.#stagedTable(table);
  }

  #stagedTable(table: PublishedTable): PublishedTableEntry {
    const columns = table.columns.map(({ name, type }) => ({ name, type }));
    return (this.#staged[table.name] ??= { columns, partitions: {} });
  }

  /** Forgets what a run staged: its files stay unnamed and can be collected. */
  async discard(): Promise<void> {
    await Promise.allSettled(this.#writes);
    this.#staged = {};
    this.#failed = undefined;
  }

  /** Writes the manifest that names the staged files: the step that publishes. */
  async publish({
    report,
    rejects,
    superseded,
    shortened,
    mappings,
  }: Publication): Promise<Manifest> {
    await Promise.allSettled(this.#writes);
    if (this.#failed !== undefined) throw this.#failed;
    const loaded = report.deliveries.filter(({ status }) => status === 'loaded');
    const next = publishManifest(this.#head, {
      createdAt: this.#host.now().toISOString(),
      tables: this.#staged,
      deliveries: [
        ...loaded.map((delivery, i) => deliveryOf(delivery, rejects[i]?.rejects ?? [])),
        ...this.#shortenedDeliveries(shortened),
      ],
      superseded,
      checks: report.findings,
      versions: report.versions,
      lastRun: { ...report, findings: [] },
      mappings,
    });
    await this.#host.store?.write(slots[slotOf(next)]!, encodeSlot(next));
    this.#head = next;
    this.#staged = {};
    return next;
  }

  #shortenedDeliveries(shortened: Publication['shortened']): Delivery[] {
    return this.deliveries().flatMap((delivery) => {
      const days = shortened.get(delivery.id);
      return days === undefined ? [] : [{ ...delivery, days }];
    });
  }

  #columns(table: string): string {
    const columns = this.#head?.tables[table]?.columns ?? [];
    return columns.map(({ name, type }) => `"${name}" ${type}`).join(', ');
  }
}

async function readSlot(
  store: FileStore,
  path: string,
): Promise<{ exists: boolean; manifest: Manifest | undefined }> {
  const source = await store.read(path);
  if (source === undefined) return { exists: false, manifest: undefined };
  return { exists: true, manifest: decodeSlot(new Uint8Array(await source.arrayBuffer())) };
}

const keptFields = [
  'id',
  'sha256',
  'name',
  'bytes',
  'format',
  'days',
  'seen',
  'accepted',
  'rejected',
  'repeats',
  'rejectReasons',
] as const;

/** What the manifest keeps of a loaded file: of rejected records their line and reason, never their text. */
function deliveryOf(report: DeliveryReport, rejects: Reject[]): Delivery {
  const kept = Object.fromEntries(keptFields.map((field) => [field, report[field]]));
  return {
    ...(kept as Pick<DeliveryReport, (typeof keptFields)[number]>),
    identity: 'plain',
    rejectedLines: rejects.map(({ line, reason }) => [line, reason]),
  };
}
