import { createContext } from 'svelte';
import type { MetricsInput } from '../core/metrics/metrics-view.ts';
import type { WarehouseStatus, Workbench } from '../workbench.ts';
import { publishedDays, withRange } from '../core/metrics/default-range.ts';
import { HeldNotice } from './held-notice.svelte.ts';
import { ImportState } from './import/import-state.svelte.ts';
import { OfflineState } from './offline/offline-state.svelte.ts';
import { QualityState } from './quality/quality-state.svelte.ts';
import { RouteState } from './route-state.svelte.ts';
import { storageWords } from './storage-words.ts';
import { InboxState } from './storage/inbox-state.svelte.ts';
import { MirrorState } from './storage/mirror-state.svelte.ts';
import { StorageState } from './storage/storage-state.svelte.ts';
import { strings } from './strings.ts';
import { ThemeState } from './theme.svelte.ts';
import { watchReads } from './watch-reads.ts';

/** What all screens share: the workbench itself, what it holds, the address and the import under way. */
export class WorkbenchState {
  readonly workbench: Workbench;
  readonly route = new RouteState();
  readonly theme = new ThemeState();
  readonly offline = new OfflineState();
  readonly import: ImportState;
  readonly quality: QualityState;
  readonly notice = new HeldNotice();
  readonly storage: StorageState;
  readonly mirror: MirrorState;
  readonly inbox: InboxState;
  /** Null until the engine has answered for the first time. */
  status = $state.raw<WarehouseStatus | null>(null);
  statusError = $state.raw<unknown>(null);
  /** How much of the last run is on disk while it is being saved, 0..1. */
  savedShare = $state(0);
  /** Why the last run is not on disk. */
  saveError = $state.raw<unknown>(null);
  /** What a screen reader is told; a run, an export and a scope speak through it. */
  announcement = $state('');

  /** True for a while after another tab changed the warehouse. */
  movedElsewhere = $state(false);

  /** Nothing of a website is published. */
  readonly empty = $derived(
    this.status !== null && this.status.events === 0 && this.status.to === '',
  );
  /** Nothing at all is published. */
  readonly bare = $derived(this.empty && this.status?.shop === null);
  readonly saving = $derived(this.status?.storage.state === 'saving');
  readonly generation = $derived(this.status?.generation ?? 0);
  /** The scope of the numbers, its days settled. */
  readonly scope = $derived.by((): MetricsInput =>
    withRange(this.route.current.scope, this.status ?? { from: '', to: '' }),
  );
  /** The same days for screens whose tables are by the day of UTC. */
  readonly utcScope = $derived.by((): MetricsInput =>
    withRange(
      { ...this.route.current.scope, timezone: 'UTC' },
      this.status ?? { from: '', to: '' },
    ),
  );
  /** What is published, in days of the zone that is shown. */
  readonly days = $derived.by(() =>
    publishedDays(this.route.current.scope.timezone, this.status ?? { from: '', to: '' }),
  );
  readonly busy = $derived.by(() => this.import.phase === 'running');

  #isFollowing = false;

  constructor(engine: Workbench) {
    const workbench = watchReads(engine, () => void this.#noticeDamage());
    this.workbench = workbench;
    this.import = new ImportState(workbench, {
      onReport: async (report) => {
        await this.refresh();
        await this.inbox.onRun();
        this.notice.tell(report);
      },
      onWarehouse: (found) => (this.storage.found = found),
      announce: (text) => this.announce(text),
    });
    this.quality = new QualityState(workbench, () => this.refresh());
    this.storage = new StorageState(workbench, (status) => (this.status = status));
    this.mirror = new MirrorState(workbench);
    this.inbox = new InboxState(this.import);
  }

  /** Hears of what other tabs change; returns what ends it. */
  listen(): () => void {
    const channel = new BroadcastChannel('homegrown-warehouse');
    channel.onmessage = ({ data }: MessageEvent<{ generation: number }>) =>
      void this.#follow(data.generation);
    return () => channel.close();
  }

  async #follow(generation: number): Promise<void> {
    // While this tab writes, the message is its own; if it was not, saving fails and says so.
    if (this.busy || this.saving) return;
    await this.refresh();
    if (this.generation >= generation) return;
    await this.reload();
    this.movedElsewhere = true;
    this.announce(storageWords.tabs.changed);
  }

  /** A file is compared with its hash when it is read: what is shown may have gone back to an older publication. */
  async #noticeDamage(): Promise<void> {
    const before = this.status;
    if (before === null) return;
    const now = await this.workbench.status();
    if (JSON.stringify(now.damage) !== JSON.stringify(before.damage)) this.status = now;
  }

  /** Reads again what is on disk: someone else may have changed it. */
  async reload(): Promise<void> {
    try {
      this.status = await this.workbench.refresh();
    } catch (error) {
      this.statusError = error;
    }
  }

  /** Asks the warehouse what it holds; screens follow by `status.generation`. */
  async refresh(): Promise<void> {
    try {
      this.status = await this.workbench.status();
      this.statusError = null;
      if (this.saving) void this.#followSaving();
    } catch (error) {
      this.statusError = error;
    }
  }

  async #followSaving(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.savedShare = 0;
    this.saveError = null;
    try {
      await this.workbench.saved({}, { onProgress: ({ share }) => (this.savedShare = share) });
      this.announce(strings.storage.saved);
    } catch (error) {
      this.saveError = error;
      await this.reload();
    }
    this.#isFollowing = false;
    await this.refresh();
  }

  announce(text: string): void {
    this.announcement = text;
  }
}

export const [useWorkbench, provideWorkbench] = createContext<WorkbenchState>();
