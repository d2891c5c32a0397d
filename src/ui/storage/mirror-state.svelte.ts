import type { Workbench } from '../../workbench.ts';
import { canChooseFolders, chooseFolder, permissionOf } from './folder-access.ts';
import { instantNow } from '../instant-now.ts';
import { keptValues } from './kept-values.ts';
import { contentOf, mirrorWarehouse } from './mirror-folder.ts';

type Folder = FileSystemDirectoryHandle;
export type FolderState = 'unsupported' | 'off' | 'on' | 'busy' | 'lapsed' | 'gone' | 'failed';

interface KeptMirror {
  folder: Folder;
  /** Generation that the folder was made a copy of, and the instant; 0: not yet. */
  generation: number;
  at: string;
}

const keptAs = 'mirror';
/** Where a mirror goes inside a folder that holds other things. */
const ownFolder = 'homegrown-warehouse';

/** A folder of the person's that follows the warehouse. */
export class MirrorState {
  state = $state<FolderState>(canChooseFolders() ? 'off' : 'unsupported');
  folder = $state('');
  share = $state(0);
  /** Instant of the last whole copy; '' before the first. */
  at = $state('');
  message = $state('');
  /** A chosen folder that holds a warehouse, until the person says that it may be replaced. */
  taken = $state.raw<Folder | null>(null);

  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async choose(): Promise<void> {
    let folder = await chooseFolder('homegrown-mirror', 'readwrite');
    if (!folder) return;
    if ((await contentOf(folder)) === 'other')
      folder = await folder.getDirectoryHandle(ownFolder, { create: true });
    if ((await contentOf(folder)) === 'warehouse') this.taken = folder;
    else await this.#use(folder);
  }

  async replace(): Promise<void> {
    const { taken } = this;
    this.taken = null;
    if (taken) await this.#use(taken);
  }

  async forget(): Promise<void> {
    await keptValues.remove(keptAs);
    this.state = 'off';
    this.folder = '';
    this.at = '';
  }

  async allow(): Promise<void> {
    const kept = await keptValues.get<KeptMirror>(keptAs);
    if (!kept) return;
    if ((await permissionOf(kept.folder, 'readwrite', true)) === 'granted') await this.follow();
  }

  async #use(folder: Folder): Promise<void> {
    await keptValues.set(keptAs, { folder, generation: 0, at: '' } satisfies KeptMirror);
    await this.follow();
  }

  /** Brings the folder up to date, if there is one and it is behind. One tab does it for all. */
  async follow(): Promise<void> {
    if (this.state === 'unsupported') return;
    await navigator.locks.request('page-mirror', async () => {
      const kept = await keptValues.get<KeptMirror>(keptAs);
      if (!kept) return;
      this.folder = kept.folder.name;
      this.at = kept.at;
      try {
        await this.#followAllowed(kept);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  async #followAllowed(kept: KeptMirror): Promise<void> {
    if ((await permissionOf(kept.folder, 'readwrite')) !== 'granted') {
      this.state = 'lapsed';
      return;
    }
    this.state = 'on';
    const { generation, storage } = await this.#workbench.refresh();
    if (generation === 0 || generation === kept.generation || storage.state !== 'saved') return;
    this.state = 'busy';
    await mirrorWarehouse(this.#workbench, kept.folder, {}, (share) => (this.share = share));
    await this.#workbench.noteBackup();
    // The note is a generation of its own, with nothing new to copy. Another one between: it is still to be copied.
    const after = (await this.#workbench.status()).generation;
    this.at = instantNow();
    const copied = after === generation + 1 ? after : generation;
    await keptValues.set(keptAs, { ...kept, generation: copied, at: this.at });
    this.state = 'on';
  }

  #fail(error: unknown): void {
    const { name, message } = error as Error;
    this.state =
      name === 'NotFoundError' ? 'gone' : name === 'NotAllowedError' ? 'lapsed' : 'failed';
    this.message = message;
  }
}
