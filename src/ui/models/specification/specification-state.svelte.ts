import { loadProject } from '../../../core/project/load-project.ts';
import { specificationMarkdown } from '../../../core/specification/specification-markdown.ts';
import { specificationOf } from '../../../core/specification/specification-of.ts';
import type { Specification } from '../../../core/specification/specification.ts';
import type { Workbench } from '../../../workbench.ts';

/** The specification of the project in force, with the statuses of the last run. */
export class SpecificationState {
  specification = $state.raw<Specification | null>(null);
  error = $state.raw<unknown>(null);
  readonly markdown = $derived(
    this.specification === null ? '' : specificationMarkdown(this.specification),
  );
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async load(): Promise<void> {
    try {
      const [{ files }, checks, settings, { lastRun }] = await Promise.all([
        this.#workbench.project(),
        this.#workbench.checks(),
        this.#workbench.settings(),
        this.#workbench.status(),
      ]);
      const project = loadProject(Object.fromEntries(files.map(({ path, text }) => [path, text])));
      this.specification = specificationOf(project, {
        ...{ checks, settings },
        ...(lastRun && { lastRun: lastRun.startedAt }),
      });
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }
}
