import { LatestCall } from './latest-call.ts';

const pause = 350;

/**
 * An answer that follows a question as one types: asked for when the question has not changed for a moment. An answer too late is
 * dropped, and the last one stays in sight until there is a newer.
 */
export class AskedSoon<Question, Answer> {
  answer = $state.raw<Answer | null>(null);
  error = $state.raw<unknown>(null);
  /** Whether the answer is not of the last question yet. */
  busy = $state(false);
  readonly #ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly #call = new LatestCall();
  #answered = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: (question: Question, signal: AbortSignal) => Promise<Answer>) {
    this.#ask = ask;
  }

  /** Asks soon, unless it is what was answered last. */
  soon(question: Question): void {
    this.stop();
    if (JSON.stringify(question) === this.#answered) return;
    this.busy = true;
    this.#timer = setTimeout(() => void this.#run(question), pause);
  }

  /** Gives up what waits or runs. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#call.cancel();
    this.busy = false;
  }

  /** Forgets the answer as well. */
  clear(): void {
    this.stop();
    this.#answered = '';
    Object.assign(this, { answer: null, error: null });
  }

  async #run(question: Question): Promise<void> {
    await this.#call.run(
      (signal) => this.#ask(question, signal),
      (answer) => {
        this.#answered = JSON.stringify(question);
        Object.assign(this, { answer, error: null, busy: false });
      },
      (error) => {
        this.#answered = '';
        Object.assign(this, { answer: null, error, busy: false });
      },
    );
  }
}
