import type { ProjectChanges } from '../../core/project/project-view.ts';
import type { QueryResult, Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';
import type { ProjectEntry } from '../project/files/project-entries.ts';
import { previewOf } from './preview-choices.ts';

const limit = 200;

/** Rows of a model, test or metric: the last that were asked for. */
export class PreviewState {
  /** What the rows are of: an entry of the list, and the choice within it. */
  shown = $state.raw<{ entry: string; choice: string } | null>(null);
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

  async run(entry: ProjectEntry, choice: string, changes: ProjectChanges): Promise<void> {
    const of = previewOf(entry, choice);
    if (of === undefined) return;
    this.#call?.abort();
    const call = new AbortController();
    this.#call = call;
    this.busy = true;
    const began = performance.now();
    const shown = { entry: entry.id, choice };
    try {
      const input = { of, changes, limit };
      const result = await this.#workbench.preview(input, { signal: call.signal });
      const seconds = (performance.now() - began) / 1000;
      if (this.#call === call) Object.assign(this, { result, seconds, error: null, shown });
    } catch (error) {
      if (this.#call === call && !isCancelled(error))
        Object.assign(this, { error, result: null, shown });
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
