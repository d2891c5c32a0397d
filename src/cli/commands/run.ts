import { withRange } from '../../core/metrics/default-range.ts';
import { runsOf } from '../../core/run/runs-of.ts';
import type { RunReport } from '../../core/run/run-report.ts';
import type { InspectedFile, SourceFile, Workbench } from '../../workbench.ts';
import type { RunCommand } from '../args/parse-run.ts';
import { alertOf, alertOfFailure, sendAlert } from '../notify.ts';
import { withWorkbench } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';
import { describeRun, tellRefused } from '../run-text.ts';
import type { PlannedFile, RunResult } from '../run-text.ts';
import { findSourceFiles } from '../source-files.ts';
import type { RefusedFile } from '../source-files.ts';

/**
 * `homegrown run`: loads, checks and publishes, and sends word of what went wrong. Exit codes: 0 published, 1 a file was
 * refused, 2 held by checks.
 */
export async function runCommand(command: RunCommand, io: CommandIo): Promise<number> {
  const result = await loadPaths(command, io).catch(async (error: unknown) => {
    const alert = command.dryRun ? undefined : alertOfFailure(error, command.paths);
    if (alert !== undefined) await sendAlert(alert, command, io.stderr);
    throw error;
  });
  tellRefused(result.refused, io.stderr);
  io.stdout.write(
    command.format === 'json'
      ? `${toJson(jsonResult(result, command.dryRun), 2)}\n`
      : describeRun(result, command.dryRun),
  );
  const alert = command.dryRun ? undefined : alertOf(result, command.paths);
  if (alert !== undefined) await sendAlert(alert, command, io.stderr);
  return exitCodeOf(result);
}

async function loadPaths(command: RunCommand, io: CommandIo): Promise<RunResult> {
  const { files, refused } = await findSourceFiles(command.paths, command.warehouse);
  if (files.length === 0) return { report: undefined, plan: [], refused, waiting: [] };
  const progress = openProgress(io.stderr);
  const options = { signal: io.signal, onProgress: progress.tell };
  return withWorkbench(command, io, (workbench) =>
    runFiles(workbench, command, files, refused, options),
  ).finally(progress.end);
}

async function runFiles(
  workbench: Workbench,
  command: RunCommand,
  files: SourceFile[],
  refusedBefore: RefusedFile[],
  options: NonNullable<Parameters<Workbench['run']>[1]>,
): Promise<RunResult> {
  const inspected = await workbench.inspect({ files, answers: command.answers }, options);
  const refused = [...refusedBefore, ...inspected.flatMap(refusalOf)];
  const ready = inspected.filter((file) => refusalOf(file).length === 0);
  const plan = ready.map(plannedFile);
  if (ready.length === 0) return { report: undefined, plan, refused, waiting: [] };
  const { dryRun, onOverlap, keepContacts } = command;
  const confirmed = ready.map(({ id, guess }) => ({
    id,
    ...(guess && { mapping: guess.mapping }),
  }));
  const input = { files: confirmed, dryRun, onOverlap, keepContacts };
  const built = await workbench.run(input, options);
  const isPublished = runsOf(built).some(({ status }) => status === 'published');
  const saved = isPublished ? ((await workbench.saved({}, options)) ?? built) : built;
  const report = isPublished ? await withJoinedShop(workbench, saved, options) : saved;
  if (isPublished) await askOpeningScope(workbench);
  const deliveries = runsOf(report).flatMap((run) => run.deliveries);
  const late = deliveries.filter(({ status }) => status === 'refused');
  const lateRefusals = late.map(({ name, message }) => ({
    file: name,
    code: 'refused',
    message: message ?? 'it cannot be used',
  }));
  const waiting = await waitingFor(workbench, deliveries);
  return { report, plan, refused: [...refused, ...lateRefusals], waiting };
}

/** Asks what the screens open with, so that whoever opens the warehouse there has the answer at once. */
async function askOpeningScope(workbench: Workbench): Promise<void> {
  const { from, to } = await workbench.status();
  if (from === '') return;
  // The run is published: what cannot be answered is told whoever asks for it.
  await workbench.metrics(withRange({}, { from, to })).catch(() => {});
}

/** A shop that joins what its website has just published. */
async function withJoinedShop(
  workbench: Workbench,
  report: RunReport,
  options: NonNullable<Parameters<Workbench['run']>[1]>,
): Promise<RunReport> {
  const { shop } = await workbench.status();
  if (shop?.isBehind !== true || report.also !== undefined) return report;
  const built = await workbench.rebuild({ subject: 'shop' }, options);
  const joined =
    built.status === 'published' ? ((await workbench.saved({}, options)) ?? built) : built;
  return { ...report, also: joined };
}

/** Held runs that have a file of this report, the same bytes, from an earlier run. */
async function waitingFor(
  workbench: Workbench,
  deliveries: RunReport['deliveries'],
): Promise<string[]> {
  const again = deliveries.filter(({ status }) => status === 'unchanged').map(({ id }) => id);
  if (again.length === 0) return [];
  const held = await workbench.held();
  return held
    .filter((run) => run.deliveries.some(({ id }) => again.includes(id)))
    .map(({ id }) => id);
}

function shownPath({ folder, name }: InspectedFile): string {
  return folder === '' ? name : `${folder}/${name}`;
}

// A file with an open question is refused as a whole: to guess on would publish doubtful rows.
function refusalOf(inspected: InspectedFile): RefusedFile[] {
  const file = shownPath(inspected);
  if (inspected.refusal !== undefined) {
    const { code, message, details } = inspected.refusal;
    return [
      { file, code, message, ...(details.option === undefined ? {} : { option: details.option }) },
    ];
  }
  const questions = inspected.guess?.questions ?? [];
  return questions.map(({ option, message }) => ({ file, code: 'question-open', message, option }));
}

function plannedFile(inspected: InspectedFile): PlannedFile {
  const { recognition, guess, shop, remembered } = inspected;
  return {
    file: shownPath(inspected),
    format: recognition?.label ?? '',
    columns: { ...guess?.mapping.columns, ...(shop && { shop: shop.table }) },
    notes: guess?.notes ?? [],
    remembered: remembered ?? false,
  };
}

function jsonResult({ report, plan, refused, waiting }: RunResult, dryRun: boolean): object {
  return { ...(report ?? { status: 'failed' }), refused, waiting, ...(dryRun ? { plan } : {}) };
}

function exitCodeOf({ report, refused, waiting }: RunResult): number {
  const isHeld = report !== undefined && runsOf(report).some(({ status }) => status === 'held');
  if (isHeld || waiting.length > 0) return 2;
  return report === undefined || refused.length > 0 ? 1 : 0;
}
