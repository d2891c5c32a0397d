import type { RunReport } from '../../core/run/run-report.ts';
import type { CallOptions, Progress } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';

/** A change being applied or undone, and what came of it. */
export class ApplyState {
  running = $state(false);
  progress = $state.raw<Progress | null>(null);
  report = $state.raw<RunReport | null>(null);
  error = $state.raw<unknown>(null);
  cancelled = $state(false);
  #call: AbortController | null = null;

  /** Runs it once at a time; resolves to its report, or null when it failed or was cancelled. */
  async run(work: (options: CallOptions) => Promise<RunReport>): Promise<RunReport | null> {
    if (this.running) return null;
    this.reset();
    this.running = true;
    const call = new AbortController();
    this.#call = call;
    try {
      const onProgress = (progress: Progress) => (this.progress = progress);
      this.report = await work({ signal: call.signal, onProgress });
    } catch (error) {
      if (isCancelled(error)) this.cancelled = true;
      else this.error = error;
    } finally {
      this.running = false;
    }
    return this.report;
  }

  cancel(): void {
    this.#call?.abort();
  }

  reset(): void {
    if (this.running) return;
    Object.assign(this, { progress: null, report: null, error: null, cancelled: false });
  }
}
