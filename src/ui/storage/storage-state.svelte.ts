import type {
  CallOptions,
  SourceFile,
  StorageInfo,
  WarehouseStatus,
  Workbench,
} from '../../workbench.ts';
import { streamZip } from '../parts/zip-files.ts';
import { isCancelled } from '../explain-error.ts';
import { format } from '../format.ts';
import { saveFile } from '../parts/save-file.ts';
import { storageWords } from '../storage-words.ts';
import { backupFiles, planCopy } from './backup-files.ts';
import { chooseZip } from './folder-access.ts';
import type { FoundWarehouse } from '../import/found-warehouse.ts';
import { findWarehouse } from '../import/found-warehouse.ts';
import { instantNow } from '../instant-now.ts';

export type StorageWork = 'backup' | 'verify' | 'undo' | 'restore' | 'persist';

/** The warehouse on this device: its size, its copies, and what can be put back. */
export class StorageState {
  info = $state.raw<StorageInfo | null>(null);
  /** What is under way; '' when nothing is. */
  doing = $state<StorageWork | ''>('');
  share = $state(0);
  error = $state.raw<unknown>(null);
  /** What the last work came to, in a sentence. */
  done = $state.raw<{ work: StorageWork; text: string; bad?: boolean } | null>(null);
  /** A dropped warehouse that waits for the person to say yes. */
  found = $state.raw<FoundWarehouse | null>(null);

  readonly #workbench: Workbench;
  readonly #onStatus: (status: WarehouseStatus) => void;
  #call: AbortController | null = null;

  constructor(workbench: Workbench, onStatus: (status: WarehouseStatus) => void) {
    this.#workbench = workbench;
    this.#onStatus = onStatus;
  }

  async load(): Promise<void> {
    try {
      this.info = await this.#workbench.storage();
    } catch (error) {
      this.error = error;
    }
  }

  cancel(): void {
    this.#call?.abort();
  }

  /** Asks the browser for its promise. Only a page can: a worker has no say. */
  async persist(): Promise<void> {
    await this.#attempt('persist', async () => {
      const kept = await navigator.storage.persist();
      return kept ? null : { text: storageWords.device.refused, bad: true };
    });
  }

  async verify(): Promise<void> {
    await this.#attempt('verify', async (options) => {
      const status = await this.#workbench.verify({}, options);
      this.#onStatus(status);
      const words = storageWords.verify;
      if (status.damage) return { text: words.broken, bad: true };
      return { text: words.whole(format.exact(this.info?.live.files ?? 0)) };
    });
  }

  async undo(generation: number, when: string): Promise<boolean> {
    return this.#attempt('undo', async (options) => {
      this.#onStatus(await this.#workbench.undo({ generation }, options));
      return { text: storageWords.undo.done(when) };
    });
  }

  /** Saves everything as one zip: straight into a file where the browser can, else as a download. */
  async backup(): Promise<void> {
    if (this.doing) return;
    const name = storageWords.backup.name(instantNow().slice(0, 10));
    await this.#attempt('backup', async (options) => {
      // Asked first: the browser allows it for a moment after the click only.
      const file = await chooseZip(name);
      if (file === null) return null;
      const size = await this.#saveZip(name, file, options);
      await this.#workbench.noteBackup();
      return { text: storageWords.backup.saved(file?.name ?? name, format.bytes(size)) };
    });
  }

  async #saveZip(
    name: string,
    file: FileSystemFileHandle | undefined,
    options: CallOptions,
  ): Promise<number> {
    const plan = await planCopy(this.#workbench, options);
    const files = backupFiles(this.#workbench, plan, options, (share) => (this.share = share));
    let size = 0;
    if (file) {
      const writer = await file.createWritable();
      try {
        await streamZip(files, (chunk) => {
          size += chunk.length;
          return writer.write(chunk);
        });
      } catch (error) {
        await writer.abort();
        throw error;
      }
      await writer.close();
      return size;
    }
    const parts: Uint8Array<ArrayBuffer>[] = [];
    await streamZip(files, (chunk) => void parts.push(chunk));
    const zip = new Blob(parts, { type: 'application/zip' });
    saveFile(name, zip);
    return zip.size;
  }

  /** Looks at files chosen to be restored; says so when they are no warehouse. */
  async chooseRestore(files: SourceFile[]): Promise<void> {
    this.error = null;
    this.done = null;
    this.found = await findWarehouse(files);
    if (!this.found) this.done = { work: 'restore', text: storageWords.backup.noBackup, bad: true };
  }

  /** Restores the warehouse that waits; true when it is in force. */
  async restore(): Promise<boolean> {
    const { found } = this;
    if (!found) return false;
    return this.#attempt('restore', async (options) => {
      this.#onStatus(await this.#workbench.restore({ files: found.files }, options));
      this.found = null;
      return { text: storageWords.restore.done };
    });
  }

  async #attempt(
    work: StorageWork,
    run: (options: CallOptions) => Promise<{ text: string; bad?: boolean } | null>,
  ): Promise<boolean> {
    if (this.doing) return false;
    const call = new AbortController();
    this.#call = call;
    this.doing = work;
    this.share = 0;
    this.error = null;
    this.done = null;
    try {
      const said = await run({
        signal: call.signal,
        onProgress: ({ share }) => (this.share = share),
      });
      if (said) this.done = { work, ...said };
      return true;
    } catch (error) {
      if (!isCancelled(error)) this.error = error;
      return false;
    } finally {
      this.doing = '';
      await this.load();
    }
  }
}
