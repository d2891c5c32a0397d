/** Runs tasks one after another in the order of the calls; a task that fails does not stop the next. */
export class StatementQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result.then(ignore, ignore);
    return result;
  }

  /** Resolves when everything queued so far has settled. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

// The caller of `run` hears of the failure; the queue only needs to know that the task is over.
function ignore(): void {}
