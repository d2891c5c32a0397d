import { isCancelled } from './explain-error.ts';

/** Calls of which only the last counts: one that is asked anew cancels the one before, and an answer too late is dropped. */
export class LatestCall {
  #call: AbortController | undefined;

  /** `take` hears the answer, `fail` any failure but a cancelled call's. Resolves when it is over, true for an answer taken. */
  async run<T>(
    work: (signal: AbortSignal) => Promise<T>,
    take: (answer: T) => void,
    fail: (error: unknown) => void,
  ): Promise<boolean> {
    this.#call?.abort();
    const call = new AbortController();
    this.#call = call;
    try {
      const answer = await work(call.signal);
      if (this.#call !== call) return false;
      take(answer);
      return true;
    } catch (error) {
      if (this.#call === call && !isCancelled(error)) fail(error);
      return false;
    }
  }

  cancel(): void {
    this.#call?.abort();
    this.#call = undefined;
  }
}
