import type { ProjectChanges, ProjectView } from '../../core/project/project-view.ts';
import type { RunReport } from '../../core/run/run-report.ts';
import type { WorkbenchState } from '../workbench-state.svelte.ts';
import { ApplyState } from './apply-state.svelte.ts';
import { CheckState } from './check-state.svelte.ts';
import { changeTo, filesByPath, pruneChanges, textOf } from './files/changed-project.ts';
import { draftsOfEvent, readDrafts, writeDrafts } from './files/draft-store.ts';
import { projectEntries } from './files/project-entries.ts';
import type { ProjectEntry } from './files/project-entries.ts';

/** The project, the drafts over it, and the work on them. Lives as long as the page, whatever screen is open. */
export class ProjectState {
  /** As it runs, without the drafts; null: not asked for yet. */
  view = $state.raw<ProjectView | null>(null);
  error = $state.raw<unknown>(null);
  /** The drafts: files changed and not applied. */
  changes = $state.raw<ProjectChanges>(readDrafts(localStorage));
  /** Why they could not be kept. */
  keepError = $state.raw<unknown>(null);
  readonly check: CheckState;
  /** The drafts that were last tried to apply. */
  tried = $state.raw<ProjectChanges>({});
  readonly applying = new ApplyState();
  readonly undoing = new ApplyState();

  readonly files = $derived(filesByPath(this.view?.files ?? []));
  readonly draftCount = $derived(Object.keys(this.changes).length);
  readonly groups = $derived.by(() =>
    this.view ? projectEntries(this.view, this.changes, this.check.problems) : [],
  );
  readonly entries = $derived(this.groups.flatMap(([, entries]) => entries));

  readonly #app: WorkbenchState;

  constructor(app: WorkbenchState) {
    this.#app = app;
    this.check = new CheckState(app.workbench);
    addEventListener('storage', (event) => {
      const drafts = draftsOfEvent(event);
      if (drafts) this.#take(drafts);
    });
  }

  /** Asks for the project as it runs; drafts that change nothing any more are dropped. */
  async load(): Promise<void> {
    try {
      const view = await this.#app.workbench.project();
      Object.assign(this, { view, error: null });
      this.setChanges(pruneChanges(this.changes, this.files));
    } catch (error) {
      this.error = error;
    }
  }

  text(path: string | undefined): string | null {
    return path === undefined ? null : textOf(this.files.get(path), this.changes, path);
  }

  /** A file as the person typed it. */
  write(path: string, text: string): void {
    const change = changeTo(this.files.get(path), text);
    const others = Object.entries(this.changes).filter(([other]) => other !== path);
    const own = change === undefined ? [] : [[path, change] as const];
    this.setChanges(Object.fromEntries([...others, ...own]));
  }

  /** Drops the drafts of an entry. */
  discard(entry: ProjectEntry): void {
    const paths: string[] = Object.values(entry.paths);
    const kept = Object.entries(this.changes).filter(([path]) => !paths.includes(path));
    this.setChanges(Object.fromEntries(kept));
  }

  /** Drafts that take away what is the person's: shipped files are then as they ship, others gone. */
  restore(entry: ProjectEntry): void {
    const back = Object.values(entry.paths).map((path) => [path, null]);
    this.setChanges(pruneChanges({ ...this.changes, ...Object.fromEntries(back) }, this.files));
  }

  setChanges(changes: ProjectChanges): void {
    this.#take(changes);
    try {
      writeDrafts(localStorage, changes);
      this.keepError = null;
    } catch (error) {
      this.keepError = error;
    }
  }

  /** Applies some of the drafts, all of these or none; the others stay drafts. */
  async apply(
    changes: ProjectChanges,
    input: { reason?: string; by?: string; publishAnyway?: boolean },
  ): Promise<RunReport | null> {
    if (!this.applying.running) this.tried = changes;
    const report = await this.applying.run((options) =>
      this.#app.workbench.applyProject({ changes, ...input }, options),
    );
    if (report && report.status !== 'held') await this.#afterChange();
    return report;
  }

  async undo(revision: number): Promise<RunReport | null> {
    const report = await this.undoing.run((options) =>
      this.#app.workbench.undoProject({ revision }, options),
    );
    if (report && report.status !== 'held') await this.#afterChange();
    return report;
  }

  // What was typed since is still a draft: loading drops only those that are as applied.
  async #afterChange(): Promise<void> {
    await this.load();
    await this.#app.refresh();
  }

  #take(changes: ProjectChanges): void {
    this.changes = changes;
    if (Object.keys(changes).length > 0) this.check.soon(changes);
    else this.check.settle(this.view?.problems ?? []);
  }
}

const states = new WeakMap<WorkbenchState, ProjectState>();

/** The one state of the page's project. */
export function projectStateOf(app: WorkbenchState): ProjectState {
  const known = states.get(app);
  if (known) return known;
  // In a root of its own: what is derived while a component starts would go stale with the component.
  $effect.root(() => void states.set(app, new ProjectState(app)));
  return states.get(app)!;
}
