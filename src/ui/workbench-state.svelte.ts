import { createContext } from 'svelte';
import type { WarehouseStatus, Workbench } from '../workbench.ts';
import { ImportState } from './import/import-state.svelte.ts';
import { RouteState } from './route-state.svelte.ts';
import { ThemeState } from './theme.svelte.ts';

/** What all screens share: the workbench itself, what it holds, the address and the import under way. */
export class WorkbenchState {
  readonly workbench: Workbench;
  readonly route = new RouteState();
  readonly theme = new ThemeState();
  readonly import: ImportState;
  /** Null until the engine has answered for the first time. */
  status = $state.raw<WarehouseStatus | null>(null);
  statusError = $state.raw<unknown>(null);
  /** What a screen reader is told; a run, an export and a scope speak through it. */
  announcement = $state('');

  readonly empty = $derived(
    this.status !== null && this.status.events === 0 && this.status.to === '',
  );
  readonly busy = $derived.by(() => this.import.phase === 'running');

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.import = new ImportState(workbench, {
      onReport: () => this.refresh(),
      announce: (text) => this.announce(text),
    });
  }

  /** Asks the warehouse what it holds; screens follow by `status.generation`. */
  async refresh(): Promise<void> {
    try {
      this.status = await this.workbench.status();
      this.statusError = null;
    } catch (error) {
      this.statusError = error;
    }
  }

  announce(text: string): void {
    this.announcement = text;
  }
}

export const [useWorkbench, provideWorkbench] = createContext<WorkbenchState>();
