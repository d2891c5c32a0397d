import type { CallOptions, Step } from '../workbench.ts';

// Shares of a whole run, from the bench: reading and enriching take half.
const stepShare: Record<Step, [number, number]> = {
  engine: [0, 0.02],
  read: [0.02, 0.45],
  enrich: [0.45, 0.5],
  build: [0.5, 0.8],
  audit: [0.8, 0.88],
  publish: [0.88, 1],
  export: [0, 1],
};

/** Times the steps of a run and tells of them. */
export class RunSteps {
  readonly seconds: Record<string, number> = {};
  readonly #onProgress: CallOptions['onProgress'];
  #started = performance.now();
  #step: Step | undefined;

  constructor(onProgress: CallOptions['onProgress']) {
    this.#onProgress = onProgress;
  }

  at(step: Step, share: number, more: { rows?: number; file?: string } = {}): void {
    if (step !== this.#step) this.#close(step);
    const [from, to] = stepShare[step];
    this.#onProgress?.({ step, share: from + (to - from) * Math.min(1, share), ...more });
  }

  #close(next: Step | undefined): void {
    const now = performance.now();
    if (this.#step !== undefined)
      this.seconds[this.#step] = (this.seconds[this.#step] ?? 0) + (now - this.#started) / 1000;
    this.#step = next;
    this.#started = now;
  }

  end(): Record<string, number> {
    this.#close(undefined);
    return Object.fromEntries(
      Object.entries(this.seconds).map(([step, s]) => [step, Math.round(s * 1000) / 1000]),
    );
  }
}
