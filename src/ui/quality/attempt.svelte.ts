/** Something a person started: whether it is under way, and why it failed. */
export class Attempt {
  busy = $state(false);
  error = $state.raw<unknown>(null);

  /** Runs it once at a time; resolves to whether it was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
