import { WorkbenchError } from '../../core/errors.ts';
import { loadProject } from '../../core/project/load-project.ts';
import { overlayProject } from '../../core/project/overlay-project.ts';
import type {
  ProjectChanges,
  ProjectFile,
  ProjectProblem,
} from '../../core/project/project-view.ts';
import { selectModels } from '../../core/project/select-models.ts';
import type { RunReport } from '../../core/run/run-report.ts';
import type { Workbench } from '../../workbench.ts';
import type { BuildCommand } from '../args/parse-project.ts';
import { withWorkbench } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';
import { describeProblems } from '../project-text.ts';
import { readProjectFolder } from '../read-project-folder.ts';
import { describeChange } from '../run-text.ts';

/**
 * `homegrown build`: makes a folder's files the warehouse's own, builds what they touch, checks and publishes it. Exit codes: 0 published
 * or nothing to change, 1 not sound, 2 held by checks.
 */
export async function buildCommand(command: BuildCommand, io: CommandIo): Promise<number> {
  const { project: folder, ...options } = command;
  const files = await readProjectFolder(folder);
  const progress = openProgress(io.stderr);
  const report = await withWorkbench(options, io, (workbench) =>
    apply(workbench, files, command, { signal: io.signal, onProgress: progress.tell }),
  )
    .finally(progress.end)
    .catch((error: unknown) => {
      tellProblems(error, io);
      throw error;
    });
  io.stdout.write(command.format === 'json' ? `${toJson(report, 2)}\n` : describeChange(report));
  return report.status === 'held' ? 2 : 0;
}

async function apply(
  workbench: Workbench,
  files: Record<string, string>,
  { select, exclude, publishAnyway, reason, by }: BuildCommand,
  options: NonNullable<Parameters<Workbench['applyProject']>[1]>,
): Promise<RunReport> {
  const { files: before } = await workbench.project();
  const changes = changesTo(files, before);
  const chosen =
    select === undefined && exclude === undefined
      ? changes
      : selectedChanges(changes, before, select ?? '*', exclude);
  const why = { ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) };
  return workbench.applyProject({ changes: chosen, publishAnyway, ...why }, options);
}

/** The folder is the whole of one's own files: those that it has not are given up. */
function changesTo(files: Record<string, string>, before: ProjectFile[]): ProjectChanges {
  const own = before.filter(({ isOwn }) => isOwn);
  const gone = own.filter(({ path }) => files[path] === undefined).map(({ path }) => path);
  return { ...files, ...Object.fromEntries(gone.map((path) => [path, null])) };
}

/** Of the changes those of selected models, as they are after the changes or were before. */
function selectedChanges(
  changes: ProjectChanges,
  before: ProjectFile[],
  select: string,
  exclude: string | undefined,
): ProjectChanges {
  const shipped = before.flatMap((file) =>
    file.shipped === null ? [] : [[file.path, file.shipped] as const],
  );
  const own = before.flatMap((file) => (file.isOwn ? [[file.path, file.text] as const] : []));
  const files = overlayProject(Object.fromEntries(shipped), Object.fromEntries(own), changes);
  const models = selectModels(loadProject(files), select, exclude);
  const stems = new Set(models.map(({ file }) => file.replace(/\.sql$/, '')));
  const isSelected = ([path]: [string, unknown]): boolean =>
    stems.has(path.replace(/\.(sql|yml)$/, ''));
  return Object.fromEntries(Object.entries(changes).filter(isSelected));
}

function tellProblems(error: unknown, { stderr }: CommandIo): void {
  if (!(error instanceof WorkbenchError)) return;
  const problems = error.details['problems'] as ProjectProblem[] | undefined;
  if (problems !== undefined) stderr.write(describeProblems(problems));
}
