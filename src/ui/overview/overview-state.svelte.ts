import type { MetricsInput, MetricsView } from '../../core/metrics/metrics-view.ts';
import type { Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';

const dayLength = 86_400_000;

/** The numbers of the present scope, and of the range before it for the comparison line. */
export class OverviewState {
  view = $state.raw<MetricsView | null>(null);
  /** Set only when the range before is published as a whole. */
  before = $state.raw<MetricsView | null>(null);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Loads a scope; what was shown stays until the new numbers are here. Returns what stops it. */
  load(scope: MetricsInput): () => void {
    const call = new AbortController();
    this.loading = true;
    void this.#fetch(scope, call.signal).finally(() => {
      if (!call.signal.aborted) this.loading = false;
    });
    return () => call.abort();
  }

  async #fetch(scope: MetricsInput, signal: AbortSignal): Promise<void> {
    try {
      const view = await this.#workbench.metrics(scope, { signal });
      if (signal.aborted) return;
      this.view = view;
      this.before = null;
      this.error = null;
      if (!view.previous || view.days.length === 0) return;
      const before = await this.#workbench.metrics({ ...scope, ...rangeBefore(view) }, { signal });
      if (!signal.aborted) this.before = before;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.error = error;
    }
  }
}

/** The range of equal length that ends the day before. */
function rangeBefore({ from, days }: MetricsView): { from: string; to: string } {
  const shift = (count: number): string =>
    new Date(Date.parse(`${from}T00:00:00Z`) - count * dayLength).toISOString().slice(0, 10);
  return { from: shift(days.length), to: shift(1) };
}
