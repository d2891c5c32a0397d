import type { ImportState } from '../import/import-state.svelte.ts';
import { canChooseFolders, chooseFolder, permissionOf } from './folder-access.ts';
import type { InboxFile } from './inbox-files.ts';
import { listInbox, markOf, sourceOf } from './inbox-files.ts';
import { InboxMarks } from './inbox-marks.ts';
import { instantNow } from '../instant-now.ts';
import { keptValues } from './kept-values.ts';
import type { FolderState } from './mirror-state.svelte.ts';

type Folder = FileSystemDirectoryHandle;

interface KeptInbox {
  folder: Folder;
  /** Marks of the files that were imported or left out. */
  handled: string[];
}

const keptAs = 'inbox';
/** Milliseconds between two looks, and between two looks at a file that has just come. */
const pollEvery = 30_000;
const settleAfter = 3_000;
/** Files remembered as done with. */
const mostHandled = 5_000;

/** A folder of the person's whose new exports are imported while the page is open. */
export class InboxState {
  state = $state<FolderState>(canChooseFolders() ? 'off' : 'unsupported');
  folder = $state('');
  message = $state('');
  /** Instant of the last look; '' before the first. */
  lookedAt = $state('');
  /** New files whose columns a person must see first. */
  waiting = $state.raw<InboxFile[]>([]);
  /** What was last imported by itself. */
  picked = $state.raw<{ files: string[]; at: string } | null>(null);

  readonly #imports: ImportState;
  #marks = new InboxMarks();
  #taken: { files: InboxFile[]; sources: unknown } | null = null;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(imports: ImportState) {
    this.#imports = imports;
  }

  /** Looks now and then, and when the page comes to the front; returns what ends it. */
  watch(): () => void {
    const look = (): void => void this.look();
    look();
    const timer = setInterval(look, pollEvery);
    addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      clearTimeout(this.#soon);
      removeEventListener('focus', look);
    };
  }

  async choose(): Promise<void> {
    const folder = await chooseFolder('homegrown-inbox', 'read');
    if (!folder) return;
    await keptValues.set(keptAs, { folder, handled: [] } satisfies KeptInbox);
    this.#startOver();
    await this.look();
  }

  async forget(): Promise<void> {
    await keptValues.remove(keptAs);
    this.#startOver();
    this.state = 'off';
    this.folder = '';
  }

  async allow(): Promise<void> {
    const kept = await keptValues.get<KeptInbox>(keptAs);
    if (kept && (await permissionOf(kept.folder, 'read', true)) === 'granted') await this.look();
  }

  #startOver(): void {
    this.#marks = new InboxMarks();
    this.waiting = [];
    this.picked = null;
  }

  /** One look into the folder; in one tab at a time. */
  async look(): Promise<void> {
    if (this.state === 'unsupported') return;
    await navigator.locks.request('page-inbox', { ifAvailable: true }, async (lock) => {
      const kept = lock && (await keptValues.get<KeptInbox>(keptAs));
      if (!kept) return;
      this.folder = kept.folder.name;
      try {
        if ((await permissionOf(kept.folder, 'read')) !== 'granted') this.state = 'lapsed';
        else await this.#lookInto(kept);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  async #lookInto(kept: KeptInbox): Promise<void> {
    const files = await listInbox(kept.folder);
    this.state = 'on';
    this.lookedAt = instantNow();
    const { fresh, asked, unsettled } = this.#marks.look(files, kept.handled);
    this.waiting = asked;
    if (unsettled) this.#lookSoon();
    if (fresh.length > 0) await this.#pickUp(fresh);
  }

  #lookSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.look(), settleAfter);
  }

  async #pickUp(files: InboxFile[]): Promise<void> {
    // Not over the shoulder of a person who is importing: the next look finds them again.
    if (this.#imports.phase !== 'idle' && this.#imports.phase !== 'done') return;
    if (await this.#imports.runKnown(files.map(sourceOf))) {
      await this.#handle(files);
      this.picked = { files: files.map(({ file }) => file.name), at: instantNow() };
      return;
    }
    this.#marks.ask(files);
    this.waiting = [...this.waiting, ...files];
  }

  /** Hands the files that wait to the import screen. */
  async open(): Promise<void> {
    const files = this.waiting;
    const sources = files.map(sourceOf);
    this.#taken = { files, sources };
    await this.#imports.take(sources);
  }

  /** Called after every run: files of the inbox that were in it are done with. */
  async onRun(): Promise<void> {
    const taken = this.#taken;
    if (!taken || this.#imports.dropped !== taken.sources) return;
    this.#taken = null;
    await this.#handle(taken.files);
  }

  async leaveOut(): Promise<void> {
    await this.#handle(this.waiting);
  }

  async #handle(files: InboxFile[]): Promise<void> {
    const marks = files.map(markOf);
    this.waiting = this.waiting.filter((file) => !marks.includes(markOf(file)));
    const kept = await keptValues.get<KeptInbox>(keptAs);
    if (!kept) return;
    const handled = [...kept.handled, ...marks].slice(-mostHandled);
    await keptValues.set(keptAs, { ...kept, handled });
  }

  #fail(error: unknown): void {
    const { name, message } = error as Error;
    this.state =
      name === 'NotFoundError' ? 'gone' : name === 'NotAllowedError' ? 'lapsed' : 'failed';
    this.message = message;
  }
}
