import { checkProject } from '../core/project/check-project.ts';
import { overlayProject } from '../core/project/overlay-project.ts';
import type { ProjectChanges, ProjectProblem } from '../core/project/project-view.ts';
import type { Session } from './session.ts';

/**
 * What is wrong with the project once these files are changed: what can be told from the files, and of what is sound in them what the
 * engine refuses. Sorted by file and place.
 */
export async function checkChanges(
  { projects, binder }: Session,
  changes: ProjectChanges,
  signal?: AbortSignal,
): Promise<ProjectProblem[]> {
  const files = overlayProject(projects.shipped, projects.own, changes);
  const { project, problems } = checkProject(files);
  return sorted([...problems, ...(await binder.check(project, files, signal))]);
}

function sorted(problems: ProjectProblem[]): ProjectProblem[] {
  return problems.toSorted((a, b) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}
