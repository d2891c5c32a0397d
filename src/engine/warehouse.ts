import { WorkbenchError } from '../core/errors.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import { noteBackup } from '../core/warehouse/change-settings.ts';
import type { Delivery } from '../core/warehouse/delivery.ts';
import { publishedFiles } from '../core/warehouse/files-of.ts';
import type { Manifest, PublicationEntry } from '../core/warehouse/manifest.ts';
import type { Partition } from '../core/warehouse/partition.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { ShopTable } from '../core/shop/shop-table.ts';
import type { Subject } from '../core/subject.ts';
import { publicationOf, undoTo } from '../core/warehouse/undo-to.ts';
import { literal, relation } from '../lib/sql.ts';
import type { ExportedFile, SourceFile, StorageInfo, WarehouseDamage } from '../workbench.ts';
import { planBackup } from './backup.ts';
import type { BackupItem } from './backup.ts';
import { collectGarbage } from './collect-garbage.ts';
import { HeadOfStore, moved } from './head-of-store.ts';
import type { Transition } from './head-of-store.ts';
import { memoryStore } from './memory-store.ts';
import { loadAsIs, mountTable } from './mount-tables.ts';
import type { Database, Host } from './ports.ts';
import { publicationTransition } from './publication.ts';
import type { Publication } from './publication.ts';
import type { ReadyPartition } from './publish-tables.ts';
import { restoreBackup } from './restore-backup.ts';
import { Staging } from './staging.ts';
import { measureStorage } from './measure-storage.ts';
import { readCopy } from './stored-head.ts';
import { WarehouseFiles, faultOf, findFaults } from './warehouse-files.ts';

export type { Publication } from './publication.ts';

/** A live export of a shop. */
export type ShopDelivery = Delivery & { shopTable: ShopTable };

export interface VerifyOptions {
  signal?: AbortSignal | undefined;
  /** Hears the share of the bytes that were read, 0..1. */
  onShare?: ((share: number) => void) | undefined;
}

/** The published tables: content-named Parquet files and the manifest that names them. Without a store it lasts as long as the session. */
export class Warehouse {
  readonly #host: Host;
  readonly #head: HeadOfStore;
  /** Held runs of a session without a store are kept in memory. */
  readonly #heldFiles: WarehouseFiles;
  readonly #staging: Staging;
  /** What the run under way was planned on. */
  #basis: number | undefined;
  #backup: BackupItem[] = [];
  /** Why the last collection of garbage stopped. Nothing is lost by it: the next one takes what it left. */
  collectFailure: unknown;

  private constructor(host: Host) {
    this.#host = host;
    this.#head = new HeadOfStore(host);
    this.#heldFiles = this.#head.files ?? new WarehouseFiles(memoryStore(), host);
    this.#staging = new Staging(this.#head.files, this.#heldFiles, () => this.head);
  }

  /** Reads the manifest and looks whether its files are there: see `damage` and `readOnly`. */
  static async open(host: Host): Promise<Warehouse> {
    const warehouse = new Warehouse(host);
    await warehouse.refresh();
    return warehouse;
  }

  /**
   * What is shown: the manifest in force. While files of it are missing, its generation, held runs, journal and settings with the
   * tables and deliveries of the newest older publication that is whole (none: without tables), so that a run builds on those.
   */
  get head(): Manifest | undefined {
    return this.#head.shown;
  }

  /** What could not be read, and what is shown instead; null: all is whole as far as it was looked at. */
  get damage(): WarehouseDamage | null {
    return this.#head.damage;
  }

  /** Why nothing can be written; undefined: it can. */
  get readOnly(): string | undefined {
    return this.#head.readOnly;
  }

  /** Whether anything is published: a first run that is held makes a generation without tables. */
  get isPublished(): boolean {
    return Object.keys(this.head?.tables ?? {}).length > 0;
  }

  /** Live deliveries of the website. */
  deliveries(): Delivery[] {
    return (this.head?.deliveries ?? []).filter(({ shopTable }) => shopTable === undefined);
  }

  /** Live exports of the shop, the oldest first. */
  shopDeliveries(): ShopDelivery[] {
    return (this.head?.deliveries ?? []).filter(
      (delivery): delivery is ShopDelivery => delivery.shopTable !== undefined,
    );
  }

  /** Held runs of one subject area. */
  held(subject: Subject): HeldRun[] {
    return (this.head?.held ?? []).filter((run) => (run.subject ?? 'website') === subject);
  }

  /** Hosts of the published deliveries, sorted. */
  hosts(): string[] {
    return [
      ...new Set(this.deliveries().flatMap((delivery) => delivery.days.map(([host]) => host))),
    ].sort();
  }

  /** Paths of a published table's files, in the order of ds. */
  files(table: string): string[] {
    const partitions = this.head?.tables[table]?.partitions ?? {};
    return Object.keys(partitions)
      .sort()
      .flatMap((ds) => partitions[ds]!.file);
  }

  /** Publications that can be put back, newest first. */
  publications(): PublicationEntry[] {
    return this.head?.publications ?? [];
  }

  /** Reads the manifest again; true when another one is in force: what was mounted is then out of date. */
  refresh(): Promise<boolean> {
    return this.#head.refresh();
  }

  /** See `HeadOfStore.asPublisher`: from the start of a run until it is saved. `publish` then refuses when the tables moved. */
  asPublisher<T>(work: () => Promise<T>): Promise<T> {
    return this.#head.asPublisher(async () => {
      this.#mustBeReadable();
      this.#basis = this.head?.publishedIn ?? 0;
      try {
        return await work();
      } finally {
        this.#basis = undefined;
      }
    });
  }

  /** Makes the generation that a pure transition plans: see `HeadOfStore.commit`. */
  commit(transition: Transition): Promise<Manifest> {
    this.#mustBeReadable();
    return this.#head.commit(transition);
  }

  /** Now, as manifests write it. */
  now(): string {
    return this.#host.now().toISOString();
  }

  /**
   * Makes a published table readable as `name`; every file is compared with its hash before. Throws `warehouse-damaged` when one
   * is missing or changed: `head` then is an older publication already, and `damage` says what is missing, so that it can be tried again.
   */
  async mount(db: Database, table: string, name = table): Promise<void> {
    if (this.damage?.shown === 0)
      throw new WorkbenchError('warehouse-damaged', 'no publication of the warehouse is whole');
    const entry = this.head?.tables[table] ?? { columns: [], partitions: {} };
    // A model newer than the last run has no table yet.
    if (this.head !== undefined && this.head.tables[table] === undefined) return;
    await this.#reading(() => mountTable(this.#head.files, db, entry, name));
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const found = faultOf(error);
      if (found !== undefined) {
        this.#head.bad.set(found.file, found.fault);
        await this.#head.reconsider();
      }
      throw error;
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

  /**
   * The staged events of a held run as `name`; of a shop, its export `key`. Throws `warehouse-damaged`: it cannot be decided on
   * any more.
   */
  async loadHeld(db: Database, name: string, held: HeldRun, key?: string): Promise<void> {
    const parts = Object.keys(held.staged)
      .filter((one) => key === undefined || one === key)
      .sort()
      .map((ds) => held.staged[ds]!);
    if (parts.length === 0)
      throw new WorkbenchError('warehouse-damaged', `nothing is kept of this held run: ${held.id}`);
    await loadAsIs(this.#heldFiles, db, parts, name);
  }

  /** Writes a partition's file unless the head has the same rows already. Files go out side by side; `publish` waits for them. */
  stage(db: Database, ready: ReadyPartition, signal: AbortSignal | undefined): Promise<void> {
    this.#basis ??= this.head?.publishedIn ?? 0;
    return this.#staging.stage(db, ready, signal);
  }

  /** Writes staged events (or, in `table`, exports) of a run that is held; `ready.table` is theirs. A `HeldRun` then names them. */
  stageHeld(
    db: Database,
    ready: ReadyPartition,
    signal: AbortSignal | undefined,
    table?: string,
  ): Promise<Partition> {
    return this.#staging.stageHeld(db, ready, signal, table);
  }

  /** Takes a partition over as it is published, if it has these rows and columns; undefined: it must be staged. */
  carry(table: PublishedTable, ds: string, rows: number): Partition | undefined {
    return this.#staging.carry(table, ds, rows);
  }

  /** Names the tables of a run, so that one without rows is published too. */
  declare(tables: PublishedTable[]): void {
    for (const table of tables) this.#staging.table(table);
  }

  /** Forgets what a run staged: its files stay unnamed and can be collected. */
  async discard(): Promise<void> {
    await this.#staging.forget();
    this.#basis = undefined;
  }

  /**
   * Makes the generation that names the staged files: the step that publishes. Rejects with `warehouse-moved` when other tables
   * were published since the run was planned; settings and held runs may have changed meanwhile. `complete` adds to that generation.
   */
  async publish(
    publication: Publication,
    complete: (next: Manifest) => Manifest = (next) => next,
  ): Promise<Manifest> {
    this.#mustBeReadable();
    await this.#staging.settled();
    const basis = this.#basis ?? this.head?.publishedIn ?? 0;
    const plan = publicationTransition(publication, this.#staging.tables, this.now());
    const shown = this.damage === null ? undefined : this.head;
    for (const file of this.#staging.written) this.#head.bad.delete(file);
    const next = await this.#head.commit((head, copy) => {
      if ((head?.publishedIn ?? 0) !== basis) throw moved();
      return complete(plan(head, copy, shown));
    });
    await this.discard();
    await this.#tidy();
    return next;
  }

  /** Puts an earlier publication back as a new generation. Throws `usage` for one that is not kept, `warehouse-damaged`. */
  async undo(generation: number, by?: string): Promise<Manifest> {
    return this.asPublisher(async () => {
      const { files } = this.#head;
      const entry = publicationOf(this.head, generation);
      const earlier = await readCopy(files!, entry);
      const [fault] = await findFaults(files!, publishedFiles(earlier));
      if (fault !== undefined)
        throw new WorkbenchError('warehouse-damaged', `a file is ${fault[1]}: ${fault[0]}`);
      const createdAt = this.now();
      return this.#head.commit((head, copy) =>
        undoTo(head!, earlier, { createdAt, copy: copy!, ...(by === undefined ? {} : { by }) }),
      );
    });
  }

  /** Reads every file of the publication in force and compares it with its hash; `damage` then says what is wrong. */
  async verify({ signal, onShare }: VerifyOptions = {}): Promise<void> {
    const { files, stored, bad } = this.#head;
    if (files === undefined || stored === undefined) return;
    bad.clear();
    const named = publishedFiles(stored.manifest);
    const total = named.reduce((sum, { bytes }) => sum + bytes, 0) || 1;
    let done = 0;
    for (const part of named) {
      if (signal?.aborted) throw new WorkbenchError('cancelled', 'cancelled by the person');
      const isWhole = await files.holds(part.file, part.bytes, part.sha256);
      if (!isWhole) bad.set(part.file, (await files.faultBySize(part)) ?? 'changed');
      onShare?.((done += part.bytes) / total);
    }
    await this.#head.reconsider();
  }

  /** Sizes, and what can be put back. Reads no data. */
  storage(): Promise<StorageInfo> {
    return measureStorage(this.#host, this.#head.files, this.#head.stored);
  }

  /** Throws WorkbenchError('storage-full') when the host says that so many bytes have no room. */
  async ensureRoom(bytes: number): Promise<void> {
    const { free } = (await this.#host.storage?.estimate()) ?? { free: null };
    if (free === null || bytes <= free) return;
    const message = `this needs about ${megabytes(bytes)}, ${megabytes(free)} are free; nothing was written`;
    throw new WorkbenchError('storage-full', message, { needed: bytes, free });
  }

  /** All files that a backup consists of, the manifest last. */
  async planBackup(): Promise<{ path: string; bytes: number }[]> {
    const { files, stored } = this.#head;
    this.#backup =
      files === undefined || stored === undefined ? [] : await planBackup(files, stored);
    return this.#backup.map(({ path, bytes }) => ({ path, bytes }));
  }

  /** One file of the last plan, verified. */
  async backupFile(path: string): Promise<ExportedFile> {
    const item = this.#backup.find((one) => one.path === path);
    if (item === undefined)
      throw new WorkbenchError('usage', `not a file of the planned backup: ${path}`);
    return { path, bytes: await this.#reading(() => item.make()) };
  }

  /** Says that a backup was completed. */
  async noteBackup(): Promise<void> {
    const at = this.now();
    await this.commit((head) => noteBackup(head, at));
  }

  /** Puts the warehouse in these files (a backup zip or a folder) in the place of this one, as a new generation. */
  async restore(sources: SourceFile[]): Promise<Manifest> {
    return this.#head.asPublisher(() =>
      restoreBackup(this.#host, this.#head, sources, (bytes) => this.ensureRoom(bytes)),
    );
  }

  /** Removes files that nothing names any more; resolves to their paths. */
  async collect(): Promise<string[]> {
    return this.#head.asPublisher(() => this.#head.locked(() => this.#collect()));
  }

  async #collect(): Promise<string[]> {
    await this.#head.refresh();
    const { files, stored, damage } = this.#head;
    // What is damaged is left as it is: someone may still mend it.
    if (files === undefined || stored === undefined || damage !== null) return [];
    return collectGarbage(files, stored, this.#host.locks, this.#staging.written);
  }

  // Garbage that stays is no reason to call a publication failed: it is durable by now.
  async #tidy(): Promise<void> {
    try {
      await this.#head.locked(() => this.#collect());
      this.collectFailure = undefined;
    } catch (error) {
      this.collectFailure = error;
    }
  }

  #mustBeReadable(): void {
    if (this.#head.isLost)
      throw new WorkbenchError(
        'warehouse-damaged',
        'no manifest of the warehouse can be read: restore a backup',
      );
  }

  /** Lets other tabs collect what this one was reading. */
  close(): Promise<void> {
    return this.#head.close();
  }
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}
