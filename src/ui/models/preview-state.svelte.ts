import type { ProjectChanges } from '../../core/project/project-view.ts';
import type { QueryResult, Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';

const limit = 200;

/** Rows of a model or CTE: the last that were asked for. */
export class PreviewState {
  /** What the rows are of. */
  shown = $state.raw<{ model: string; cte: string | undefined } | null>(null);
  result = $state.raw<QueryResult | null>(null);
  error = $state.raw<unknown>(null);
  busy = $state(false);
  /** How long the answer took, in seconds. */
  seconds = $state(0);
  readonly #workbench: Workbench;
  #call: AbortController | null = null;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async run(model: string, cte: string | undefined, changes: ProjectChanges): Promise<void> {
    this.#call?.abort();
    const call = new AbortController();
    this.#call = call;
    this.busy = true;
    const began = performance.now();
    try {
      const result = await this.#workbench.previewModel(
        { model, changes, limit, ...(cte === undefined ? {} : { cte }) },
        { signal: call.signal },
      );
      const seconds = (performance.now() - began) / 1000;
      if (this.#call === call)
        Object.assign(this, { result, seconds, error: null, shown: { model, cte } });
    } catch (error) {
      if (this.#call === call && !isCancelled(error))
        Object.assign(this, { error, result: null, shown: { model, cte } });
    } finally {
      if (this.#call === call) this.busy = false;
    }
  }

  cancel(): void {
    this.#call?.abort();
  }

  /** Forgets what is shown: it is of another model. */
  clear(): void {
    this.#call?.abort();
    this.#call = null;
    Object.assign(this, { shown: null, result: null, error: null, busy: false });
  }
}
