import { viewFiles, viewModels } from '../core/project/view-project.ts';
import type { LastRuns } from '../core/project/view-project.ts';
import type { ProjectView } from '../core/project/project-view.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { reverseOf } from '../core/warehouse/change-project.ts';
import type { CallOptions, Workbench } from '../workbench.ts';
import { applyChanges } from './apply-project.ts';
import { checkChanges } from './check-changes.ts';
import { Previewer } from './previewer.ts';
import { PreviewSources } from './preview-sources.ts';
import { rulesCalls } from './rules-calls.ts';
import type { RulesCalls } from './rules-calls.ts';
import type { Session } from './session.ts';

type ProjectCalls = Pick<
  Workbench,
  'project' | 'checkProject' | 'preview' | 'applyProject' | 'undoProject'
>;

/** The calls about models, tests, metrics and rules as files. */
export function projectCalls(session: Session): ProjectCalls & RulesCalls {
  const sources = new PreviewSources(session);
  const previewer = new Previewer(session, sources);
  session.onClose(() => previewer.close());
  return {
    project: async () => projectView(session),
    checkProject: ({ changes }, options) => checkChanges(session, changes, options?.signal),
    preview: (input, options) => previewer.preview(input, options),
    applyProject: (input, options) => applyChanges(session, input, options),
    undoProject: (input, options) => undoRevision(session, input, options),
    ...rulesCalls(session, sources),
  };
}

async function undoRevision(
  session: Session,
  { revision, by }: { revision: number; by?: string },
  options: CallOptions | undefined,
): Promise<RunReport> {
  await session.warehouse.refresh();
  const changes = reverseOf(session.warehouse.head, revision);
  const reason = `undoes change ${revision}`;
  return applyChanges(session, { changes, reason, ...(by !== undefined && { by }) }, options);
}

function projectView(session: Session): ProjectView {
  const { projects, warehouse } = session;
  const { project, problems } = projects.running;
  return {
    files: viewFiles(projects.shipped, projects.own),
    models: viewModels(project, lastRunsOf(session)),
    metrics: [...project.metrics.values()],
    revisions: warehouse.head?.project?.revisions ?? [],
    problems,
  };
}

function lastRunsOf(session: Session): LastRuns {
  const { head } = session.warehouse;
  const last = session.lastRun();
  const reports = [last, last?.also, head?.lastRun, head?.shop?.lastRun];
  return {
    reports: reports.filter((report) => report !== null && report !== undefined),
    findings: [...(last?.findings ?? []), ...(head?.checks ?? [])],
  };
}
