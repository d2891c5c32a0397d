import type { Lineage } from '../../../core/lineage/lineage.ts';
import type { ProjectChanges } from '../../../core/project/project-view.ts';
import type { Workbench } from '../../../workbench.ts';
import { isCancelled } from '../../explain-error.ts';
import { graphOf } from './lineage-graph.ts';

/** The lineage that is shown, and whether it is being asked for. */
export class LineageState {
  lineage = $state.raw<Lineage | null>(null);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  readonly graph = $derived(graphOf(this.lineage ?? { nodes: [], edges: [] }));
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Asks for it; what was shown stays until the answer is here. Returns what stops it. */
  load(changes: ProjectChanges): () => void {
    const call = new AbortController();
    this.loading = true;
    const ask = async () => {
      try {
        const lineage = await this.#workbench.lineage({ changes }, { signal: call.signal });
        if (!call.signal.aborted) Object.assign(this, { lineage, error: null });
      } catch (error) {
        if (!call.signal.aborted && !isCancelled(error)) this.error = error;
      } finally {
        if (!call.signal.aborted) this.loading = false;
      }
    };
    void ask();
    return () => call.abort();
  }
}
