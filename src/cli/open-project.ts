import { loadProject } from '../core/project/load-project.ts';
import type { Project } from '../core/project/model.ts';
import { shippedModels } from '../models/index.ts';
import type { Workbench } from '../workbench.ts';
import type { OnProject } from './args/parse-documents.ts';
import { withPublished } from './open-session.ts';
import type { CommandIo } from './output.ts';
import { readProjectFolder } from './read-project-folder.ts';

/**
 * Does a task with the project that the command names: what ships, over it the files of `--project` or else those that the warehouse
 * keeps. The task gets the workbench where there is a warehouse. Rejects with `usage` for a folder that is none, `model-broken` for
 * files that do not load.
 */
export async function withProject<T>(
  { warehouse, project: folder, ...limits }: OnProject,
  io: Pick<CommandIo, 'stderr'>,
  task: (project: Project, workbench: Workbench | undefined) => Promise<T>,
): Promise<T> {
  if (warehouse === undefined) {
    const own = folder === undefined ? {} : await readProjectFolder(folder);
    return task(loadProject({ ...shippedModels, ...own }), undefined);
  }
  return withPublished({ warehouse, project: folder, ...limits }, io, async (workbench) => {
    const { files } = await workbench.project();
    const running = Object.fromEntries(files.map(({ path, text }) => [path, text]));
    return task(loadProject(running), workbench);
  });
}
