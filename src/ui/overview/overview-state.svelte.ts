import type { EventPanels, MetricsInput, MetricsView } from '../../core/metrics/metrics-view.ts';
import type { Annotation } from '../../core/quality/settings.ts';
import type { HeldRun } from '../../core/run/held-run.ts';
import type { Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';

/** The numbers of the present scope, and what happened in its days. */
export class OverviewState {
  view = $state.raw<MetricsView | null>(null);
  /** Pages and actions, once somebody looks at them; null: not read yet. */
  events = $state.raw<EventPanels | null>(null);
  /** What people noted of days, and runs that wait. */
  annotations = $state.raw<Annotation[]>([]);
  held = $state.raw<HeldRun[]>([]);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  readonly #workbench: Workbench;
  #numbers: Promise<void> = Promise.resolve();
  #ofEvents: Promise<void> = Promise.resolve();

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Loads a scope; what was shown stays until the new numbers are here. Returns what stops it. */
  load(scope: MetricsInput): () => void {
    const call = new AbortController();
    this.loading = true;
    this.#numbers = this.#fetch(scope, call.signal).finally(() => {
      if (!call.signal.aborted) this.loading = false;
    });
    return () => call.abort();
  }

  /** Reads what only events tell, of a scope. Returns what stops it. */
  loadEvents(scope: MetricsInput): () => void {
    const call = new AbortController();
    this.#ofEvents = this.#guard(call.signal, async () => {
      const events = await this.#workbench.eventPanels(scope, { signal: call.signal });
      if (!call.signal.aborted) this.events = events;
    });
    return () => call.abort();
  }

  /** Resolves once what was asked last is answered, or has failed. */
  async settled(): Promise<void> {
    await Promise.all([this.#numbers, this.#ofEvents]);
  }

  async #fetch(scope: MetricsInput, signal: AbortSignal): Promise<void> {
    await this.#guard(signal, async () => {
      const view = await this.#workbench.metrics(scope, { signal });
      if (signal.aborted) return;
      this.view = view;
      this.error = null;
      await this.#readMarks(signal);
    });
  }

  async #readMarks(signal: AbortSignal): Promise<void> {
    const [{ annotations }, held] = await Promise.all([
      this.#workbench.settings({}, { signal }),
      this.#workbench.held({}, { signal }),
    ]);
    if (signal.aborted) return;
    this.annotations = annotations;
    this.held = held;
  }

  async #guard(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.error = error;
    }
  }
}
