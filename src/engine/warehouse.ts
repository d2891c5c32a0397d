import { WorkbenchError, throwIfCancelled } from '../core/errors.ts';
import type { Finding } from '../core/quality/finding.ts';
import type { DeliveryReport, TableReport } from '../core/run/run-report.ts';
import {
  chooseHead,
  decodeSlot,
  encodeSlot,
  partitionPath,
  publishManifest,
  slotOf,
} from '../core/warehouse/manifest.ts';
import type {
  Delivery,
  Manifest,
  Partition,
  PublishedTableEntry,
} from '../core/warehouse/manifest.ts';
import { planTableRows } from '../core/warehouse/plan-export.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import { literal, relation } from '../lib/sql.ts';
import type { Database, FileStore, Host } from './ports.ts';

export interface Publication {
  db: Database;
  tables: PublishedTable[];
  reports: TableReport[];
  deliveries: DeliveryReport[];
  /** Ids of deliveries that these replace. */
  superseded: string[];
  findings: Finding[];
  versions: Record<string, string>;
  signal: AbortSignal | undefined;
  onShare: (share: number) => void;
}

const slots = ['manifest.0', 'manifest.1'] as const;

/** The published tables: content-named Parquet files and the manifest that names them. Without a store it lasts as long as the session. */
export class Warehouse {
  readonly #host: Host;
  #head: Manifest | undefined;

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

  /** Writes changed partitions, then the manifest: the step that publishes. */
  async publish(publication: Publication): Promise<Manifest> {
    const tables: Record<string, PublishedTableEntry> = {};
    const writes =
      publication.reports.reduce((sum, report) => sum + report.partitions.length, 0) || 1;
    let written = 0;
    for (const report of publication.reports) {
      const table = publication.tables.find(({ name }) => name === report.name)!;
      const partitions: Record<string, Partition> = {};
      for (const part of report.partitions) {
        throwIfCancelled(publication.signal);
        partitions[part.ds] = await this.#partition(publication, table, part);
        publication.onShare(++written / writes);
      }
      tables[table.name] = {
        columns: table.columns.map(({ name, type }) => ({ name, type })),
        partitions,
      };
    }
    throwIfCancelled(publication.signal);
    const next = publishManifest(this.#head, {
      createdAt: this.#host.now().toISOString(),
      tables,
      deliveries: publication.deliveries.map(deliveryOf),
      superseded: publication.superseded,
      checks: publication.findings,
      versions: publication.versions,
    });
    await this.#host.store?.write(slots[slotOf(next)]!, encodeSlot(next));
    this.#head = next;
    return next;
  }

  async #partition(
    { db, signal }: Publication,
    table: PublishedTable,
    part: TableReport['partitions'][number],
  ): Promise<Partition> {
    const before = this.#head?.tables[table.name]?.partitions[part.ds];
    const isSame =
      before !== undefined && before.contentHash === part.contentHash && before.rows === part.rows;
    if (isSame) return before;
    const { store } = this.#host;
    if (store === undefined)
      return { file: '', bytes: 0, rows: part.rows, sha256: '', contentHash: part.contentHash };
    const { bytes, rows } = await db.writeParquet(
      planTableRows(table, table.partitioned ? part.ds : undefined),
      { signal },
    );
    const hash = await this.#host.sha256();
    hash.update(bytes);
    const sha256 = hash.hex();
    const file = partitionPath(table.name, part.ds, sha256);
    await store.write(file, bytes);
    return { file, bytes: bytes.length, rows, sha256, contentHash: part.contentHash };
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

function deliveryOf(report: DeliveryReport): Delivery {
  const {
    id,
    sha256,
    name,
    bytes,
    format,
    days,
    seen,
    accepted,
    rejected,
    repeats,
    rejectReasons,
  } = report;
  return {
    id,
    sha256,
    name,
    bytes,
    format,
    days,
    seen,
    accepted,
    rejected,
    repeats,
    rejectReasons,
    identity: 'plain',
  };
}
