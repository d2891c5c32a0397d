import { WorkbenchError } from '../core/errors.ts';
import { changeOwnFiles, listFiles } from '../core/project/overlay-project.ts';
import { brokenBy } from '../core/project/problems.ts';
import type { ProjectChanges } from '../core/project/project-view.ts';
import { changedSubjects, leavingTables, touchedModels } from '../core/project/touched-models.ts';
import { findingsAfterChange } from '../core/run/findings-after-change.ts';
import type { RunReport, RunStatus } from '../core/run/run-report.ts';
import { changeVerdict } from '../core/run/change-verdict.ts';
import type { Subject } from '../core/subject.ts';
import { builtWith } from '../core/warehouse/built-with.ts';
import { changeProject, withProject } from '../core/warehouse/change-project.ts';
import type { ProjectChange } from '../core/warehouse/change-project.ts';
import type { CallOptions, Workbench } from '../workbench.ts';
import { checkChanges } from './check-changes.ts';
import { runningProject } from './current-project.ts';
import type { RunningProject } from './current-project.ts';
import { loadLive } from './load-live.ts';
import type { RunChange, RunContext } from './run-context.ts';
import { runDrop } from './run-drop.ts';
import type { RunOutcome } from './run-drop.ts';
import { saveRun } from './save-run.ts';
import { dropCatalog, withFingerprint } from './session.ts';
import type { Session } from './session.ts';

export type ApplyInput = Parameters<Workbench['applyProject']>[0];

/**
 * Changes the project: see the contract. The published tables and the files are those of before until the one generation is written
 * that has both anew.
 */
export async function applyChanges(
  session: Session,
  input: ApplyInput,
  options: CallOptions = {},
): Promise<RunReport> {
  const { reason, by, publishAnyway = false } = input;
  if (publishAnyway && (reason ?? '').trim() === '')
    throw new WorkbenchError('reason-missing', 'a reason is needed to publish what fails');
  return session.asPublisher(async () => {
    const { shipped, own } = session.projects;
    const changes = ownChanges(shipped, own, input.changes);
    const change: ProjectChange = {
      changes,
      ...(reason !== undefined && { reason }),
      ...(by !== undefined && { by }),
    };
    if (Object.keys(changes).length === 0) return plainReport(session, 'unchanged', change);
    await mustBeSound(session, changes, options.signal);
    const next = runningProject(shipped, changeOwnFiles(own, changes));
    const subjects = subjectsToRun(session, next);
    if (subjects.size === 0) return storeFiles(session, change);
    return runChange(session, next, { change, subjects, isForced: publishAnyway }, options);
  });
}

/** Changes of one's own files that make a difference; a text that ships is none of one's own. */
function ownChanges(
  shipped: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  changes: ProjectChanges,
): ProjectChanges {
  const wanted = listFiles(shipped, own, changes).filter(({ isOwn }) => isOwn);
  const after = new Map(wanted.map(({ path, text }) => [path, text]));
  const paths = [...new Set([...Object.keys(own), ...after.keys()])].sort();
  const different = paths.filter((path) => own[path] !== after.get(path));
  return Object.fromEntries(different.map((path) => [path, after.get(path) ?? null]));
}

async function mustBeSound(
  session: Session,
  changes: ProjectChanges,
  signal: AbortSignal | undefined,
): Promise<void> {
  const problems = await checkChanges(session, changes, signal);
  const [first] = problems;
  if (first === undefined) return;
  const { message, code, details } = brokenBy(first);
  throw new WorkbenchError(code, message, { ...details, problems });
}

/** Areas to be built anew: those of which anything is published and whose models or tests change. */
function subjectsToRun(session: Session, next: RunningProject): Set<Subject> {
  const { areas } = session.published.facts;
  const changed = changedSubjects(session.project, next.project);
  return new Set([...changed].filter((subject) => areas.has(subject)));
}

/** Where nothing is published that the change touches, its files are kept and no table is made. */
async function storeFiles(session: Session, change: ProjectChange): Promise<RunReport> {
  const createdAt = session.warehouse.now();
  await session.warehouse.commit((head) => changeProject(head, { createdAt, ...change }));
  return plainReport(session, 'published', change);
}

interface ChangeRun {
  change: ProjectChange;
  subjects: Set<Subject>;
  isForced: boolean;
}

async function runChange(
  session: Session,
  next: RunningProject,
  { change, subjects, isForced }: ChangeRun,
  options: CallOptions,
): Promise<RunReport> {
  const { warehouse } = session;
  await warehouse.ensureRoom(roomFor(session, next));
  const context: RunContext = {
    ...(await session.runContext(options, { subjects, dryRun: false, onOverlap: 'add' })),
    project: next.project,
    versions: withFingerprint(session.versions, next),
    models: next.models.filter(({ subject }) => subjects.has(subject)),
    tables: next.tables.filter(({ subject }) => subjects.has(subject)),
    change: runChangeOf(session, next, change, isForced),
  };
  let isShown = false;
  try {
    const outcome = withVerdict(await runDrop(context, loadLive, options), change);
    if (outcome.report.status !== 'published') return outcome.report;
    const kept = withEarlierFindings(session, outcome);
    const onShare = (share: number): void => options.onProgress?.({ step: 'publish', share });
    const report = await saveRun(context, kept, { signal: options.signal, onShare });
    await show(session, context, { ...kept, report });
    isShown = true;
    return report;
  } finally {
    if (!isShown) {
      await warehouse.discard();
      await dropCatalog(context.db, context.catalog);
    }
  }
}

function runChangeOf(
  session: Session,
  next: RunningProject,
  change: ProjectChange,
  isForced: boolean,
): RunChange {
  const touched = touchedModels(session.project, next.project);
  const { head } = session.warehouse;
  // Other rules or another version of the app may give other rows everywhere.
  const isSameApp = (subject: Subject): boolean =>
    head !== undefined &&
    JSON.stringify(builtWith(head, subject)) === JSON.stringify(session.versions);
  const mayChange = next.models.filter(
    ({ name, subject }) => touched.has(name) || !isSameApp(subject),
  );
  const leaving = new Set(leavingTables(session.project, next.project));
  const { reason, by } = change;
  return {
    tables: new Set(mayChange.map(({ schema, name }) => `${schema}.${name}`)),
    isForced,
    about: {
      kind: 'project',
      ...(reason !== undefined && { reason }),
      ...(by !== undefined && { by }),
    },
    complete: (manifest) => {
      const tables = Object.entries(manifest.tables).filter(([name]) => !leaving.has(name));
      return withProject({ ...manifest, tables: Object.fromEntries(tables) }, change);
    },
  };
}

function withVerdict(outcome: RunOutcome, { changes }: ProjectChange): RunOutcome {
  const { report } = outcome;
  const verdict = changeVerdict(report.status, Object.keys(changes), report);
  return { ...outcome, report: { ...report, verdict } };
}

function withEarlierFindings(session: Session, outcome: RunOutcome): RunOutcome {
  const earlier = [...outcome.subjects].flatMap((subject) => session.checksOf(subject));
  const findings = findingsAfterChange(earlier, outcome.report.findings);
  return { ...outcome, report: { ...outcome.report, findings } };
}

async function show(
  session: Session,
  { catalog, subjects }: RunContext,
  outcome: RunOutcome,
): Promise<void> {
  const before = await session.published.switchTo(catalog, outcome);
  session.published.settle();
  await session.dropBehind(before, catalog);
  for (const subject of subjects) session.last.set(subject, outcome);
}

/** Bytes that the touched tables may take, by what they take now. */
function roomFor({ warehouse, project }: Session, next: RunningProject): number {
  const touched = touchedModels(project, next.project);
  const names = next.models.filter(({ name }) => touched.has(name));
  return names
    .flatMap(({ schema, name }) =>
      Object.values(warehouse.head?.tables[`${schema}.${name}`]?.partitions ?? {}),
    )
    .reduce((sum, { bytes }) => sum + 2 * bytes, 0);
}

/** The report of a change that built nothing. */
function plainReport(session: Session, status: RunStatus, { changes }: ProjectChange): RunReport {
  const { warehouse, versions } = session;
  const nothing = { deliveries: [], tables: [], findings: [], models: [], steps: {}, subjects: [] };
  return {
    ...{ ...nothing, status, versions, identity: 'plain', seconds: 0 },
    startedAt: warehouse.now(),
    verdict: changeVerdict(status, Object.keys(changes), nothing),
    generation: warehouse.head?.generation ?? 0,
  };
}
