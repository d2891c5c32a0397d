import { readProject } from './check-project.ts';
import type { Project } from './model.ts';
import { brokenBy } from './problems.ts';

export type { Project } from './model.ts';

/**
 * Reads models, tests and metrics from files by path. A model `growth/x.sql` lies in schema `growth` and has its
 * `growth/x.yml` beside it; `tests/` holds singular tests, `metrics/` metrics. Paths may start with `./`.
 * Throws `model-broken`, with file and place, for the first thing that is wrong: see `checkProject` for all.
 */
export function loadProject(files: Record<string, string>): Project {
  const { project, problems } = readProject(files);
  if (problems[0]) throw brokenBy(problems[0]);
  return project;
}
