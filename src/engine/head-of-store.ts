import { WorkbenchError } from '../core/errors.ts';
import { isNewer } from '../core/warehouse/complete-manifest.ts';
import type { Manifest, ManifestCopy } from '../core/warehouse/manifest.ts';
import type { WarehouseDamage } from '../workbench.ts';
import { readsLock } from './collect-garbage.ts';
import type { Host } from './ports.ts';
import { showHead } from './shown-head.ts';
import { copyOf, readHead, writeHead } from './stored-head.ts';
import type { ReadHead, StoredManifest } from './stored-head.ts';
import { WarehouseFiles } from './warehouse-files.ts';
import type { FileFault } from './warehouse-files.ts';

/** Makes the next generation from the manifest in force. `copy`: where that one's copy lies. Pure: it may be called twice. */
export type Transition = (head: Manifest | undefined, copy: ManifestCopy | undefined) => Manifest;

const publisherLock = 'publish';

/** The manifest in force: read, shown as far as it is whole, and changed one generation at a time. */
export class HeadOfStore {
  /** Undefined: nothing is kept after the session. */
  readonly files: WarehouseFiles | undefined;
  /** Files found changed or missing when they were read. */
  readonly bad = new Map<string, FileFault>();
  readonly #host: Host;
  #stored: StoredManifest | undefined;
  #shown: Manifest | undefined;
  #damage: WarehouseDamage | null = null;
  #isLost = false;
  #reading: Reading | undefined;
  #isPublisher = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: Host) {
    this.#host = host;
    this.files = host.store && new WarehouseFiles(host.store, host);
  }

  get shown(): Manifest | undefined {
    return this.#shown;
  }

  get stored(): StoredManifest | undefined {
    return this.#stored;
  }

  get damage(): WarehouseDamage | null {
    return this.#damage;
  }

  /** No manifest of the store can be read, though there are some. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Why nothing can be written; undefined: it can. */
  get readOnly(): string | undefined {
    return this.#stored !== undefined && isNewer(this.#stored.manifest)
      ? `the warehouse was written by a newer version: format ${this.#stored.manifest.format}`
      : undefined;
  }

  /** Reads the slots again; true when another manifest is in force than before. */
  async refresh(): Promise<boolean> {
    if (this.files === undefined) return false;
    for (;;) {
      const read = await readHead(this.files);
      if (!read.isLost && read.stored?.sha256 === this.#stored?.sha256) return false;
      const reading = await this.#hold(read.stored?.generation);
      // Between reading and holding, the generation may have been replaced and its files collected.
      const again = reading === undefined ? read : await readHead(this.files);
      if (again.stored?.sha256 === read.stored?.sha256) {
        await this.#show(read);
        await this.#letGo(reading);
        return true;
      }
      await reading?.release();
    }
  }

  /** Looks again at what can be shown, e.g. after a file was found to be bad. */
  async reconsider(): Promise<void> {
    if (this.files === undefined || this.#stored === undefined) return;
    await this.#show({ stored: this.#stored, isFromCopy: false, isLost: false });
  }

  /**
   * Does work as the only publisher, on the newest manifest. Rejects with `warehouse-busy` while another tab or program publishes,
   * or another work of this one; with `warehouse-newer` when the warehouse cannot be written.
   */
  async asPublisher<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isPublisher)
      throw new WorkbenchError('warehouse-busy', 'this warehouse is being published to already');
    return this.#exclusively(async () => {
      await this.refresh();
      this.mustBeWritable();
      return work();
    });
  }

  /**
   * Makes the next generation durable. Inside `asPublisher` or by itself; changes wait for one another. Rejects with
   * `warehouse-busy`, `warehouse-newer`, `warehouse-moved` (another manifest came in force meanwhile).
   */
  commit(transition: Transition): Promise<Manifest> {
    return this.locked(() => this.#commit(transition));
  }

  /** Does a short task with the publisher's lock: as part of `asPublisher`, or by itself. Tasks wait for one another. */
  locked<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isPublisher) return this.#inTurn(task);
    return this.#exclusively(() => this.#inTurn(task));
  }

  mustBeWritable(): void {
    const { readOnly } = this;
    if (readOnly !== undefined) throw new WorkbenchError('warehouse-newer', readOnly);
  }

  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const { locks } = this.#host;
    const marked = async (): Promise<T> => {
      this.#isPublisher = true;
      try {
        return await work();
      } finally {
        await this.#last;
        this.#isPublisher = false;
      }
    };
    return locks === undefined ? marked() : locks.exclusive(publisherLock, marked);
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    // Whoever asked for it hears of a failure; the next only waits for the end.
    this.#last = result.catch(() => {});
    return result;
  }

  async #commit(transition: Transition): Promise<Manifest> {
    if (this.files === undefined) {
      this.#shown = transition(this.#shown, undefined);
      return this.#shown;
    }
    const before = await readHead(this.files);
    if (before.stored !== undefined && isNewer(before.stored.manifest)) await this.refresh();
    this.mustBeWritable();
    const next = transition(before.stored?.manifest, before.stored && copyOf(before.stored));
    if (next.parent !== (before.stored?.generation ?? 0)) throw moved();
    const reading = await this.#hold(next.generation);
    try {
      const stored = await writeHead(this.files, before, next);
      await this.#takeOver(stored);
    } catch (error) {
      await reading?.release();
      throw error;
    }
    await this.#letGo(reading);
    this.#host.announce?.(next.generation);
    return next;
  }

  // Files that were whole and those that were just written and read back are not looked at again.
  async #takeOver(stored: StoredManifest): Promise<void> {
    if (this.#damage !== null) return this.#show({ stored, isFromCopy: false, isLost: false });
    this.#stored = stored;
    this.#shown = stored.manifest;
  }

  async #show({ stored, isLost }: ReadHead): Promise<void> {
    const shown = stored && (await showHead(this.files!, stored, this.bad));
    this.#stored = stored;
    this.#shown = shown?.manifest;
    this.#isLost = isLost;
    this.#damage = isLost ? lost : (shown?.damage ?? null);
  }

  /** Tells other tabs that this generation's files are about to be read. */
  async #hold(generation: number | undefined): Promise<Reading | undefined> {
    const { locks } = this.#host;
    if (generation === undefined || locks === undefined) return undefined;
    return { generation, release: await locks.shared(readsLock(generation)) };
  }

  /** Reads the files of another generation from now on. */
  async #letGo(now: Reading | undefined): Promise<void> {
    const before = this.#reading;
    this.#reading = now;
    await before?.release();
  }

  /** Lets go of the generation that is read. */
  async close(): Promise<void> {
    await this.#last;
    await this.#letGo(undefined);
  }
}

interface Reading {
  generation: number;
  release(): Promise<void>;
}

const lost: WarehouseDamage = {
  generation: 0,
  shown: 0,
  missing: [{ table: 'manifest', ds: '', reason: 'changed' }],
};

/** The error of a change that was planned on a manifest that is not in force any more. */
export function moved(): WorkbenchError {
  const message = 'another tab or program published meanwhile; nothing of this was saved';
  return new WorkbenchError('warehouse-moved', message);
}
