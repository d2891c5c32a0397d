import type { ProjectChanges, ProjectProblem } from '../../core/project/project-view.ts';
import type { Workbench } from '../../workbench.ts';

const pause = 400;

/** What is wrong with the drafts, asked anew when they have not changed for a moment. */
export class CheckState {
  problems = $state.raw<ProjectProblem[]>([]);
  checking = $state(false);
  error = $state.raw<unknown>(null);
  readonly #workbench: Workbench;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #call: AbortController | null = null;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Checks these changes soon; an earlier request that still waits or runs is given up. */
  soon(changes: ProjectChanges): void {
    clearTimeout(this.#timer);
    this.#call?.abort();
    this.checking = true;
    this.#timer = setTimeout(() => void this.#check(changes), pause);
  }

  /** Takes a verdict that is known without asking. */
  settle(problems: ProjectProblem[]): void {
    clearTimeout(this.#timer);
    this.#call?.abort();
    this.#call = null;
    Object.assign(this, { problems, checking: false, error: null });
  }

  async #check(changes: ProjectChanges): Promise<void> {
    const call = new AbortController();
    this.#call = call;
    try {
      const problems = await this.#workbench.checkProject({ changes }, { signal: call.signal });
      if (this.#call === call) this.settle(problems);
    } catch (error) {
      // What was given up is nobody's concern; the next request says more.
      if (this.#call === call && !call.signal.aborted)
        Object.assign(this, { error, checking: false });
    }
  }
}
