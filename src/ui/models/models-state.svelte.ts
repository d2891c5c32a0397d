import type { TableInfo } from '../../workbench.ts';
import { projectCatalogue } from '../code/project-catalogue.ts';
import type { ProjectState } from '../project/project-state.svelte.ts';
import { projectStateOf } from '../project/project-state.svelte.ts';
import type { WorkbenchState } from '../workbench-state.svelte.ts';
import { PreviewState } from './preview-state.svelte.ts';

/** What the editor shows beside the project: rows asked for, and what can be completed. Lives as long as the page. */
export class ModelsState {
  readonly preview: PreviewState;
  readonly catalogue = $derived.by(() => projectCatalogue(this.#project.view, this.#tables));
  readonly #app: WorkbenchState;
  readonly #project: ProjectState;
  #tables = $state.raw<readonly TableInfo[]>([]);
  #generation = -1;

  constructor(app: WorkbenchState) {
    this.#app = app;
    this.#project = projectStateOf(app);
    this.preview = new PreviewState(app.workbench);
  }

  /** Asks for the project and the tables as they are; rows of another publication are forgotten. */
  async load(generation: number): Promise<void> {
    if (generation !== this.#generation) this.preview.clear();
    this.#generation = generation;
    await this.#project.load();
    try {
      this.#tables = await this.#app.workbench.tables();
    } catch (error) {
      this.#project.error ??= error;
    }
  }
}

const states = new WeakMap<WorkbenchState, ModelsState>();

/** The one state of the page's editor. */
export function modelsStateOf(app: WorkbenchState): ModelsState {
  const known = states.get(app);
  if (known) return known;
  // In a root of its own: what is derived while a component starts would go stale with the component.
  $effect.root(() => void states.set(app, new ModelsState(app)));
  return states.get(app)!;
}
