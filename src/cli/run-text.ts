import type { DeliveryReport, RunReport } from '../core/run/run-report.ts';
import { isShopRun, runsOf } from '../core/run/runs-of.ts';
import { errorCodes } from '../core/errors.ts';
import { isReplaced } from '../core/shop/shop-sources.ts';
import { describeFindings } from './findings-text.ts';
import { count, counted, printable, renderTable } from './output.ts';
import type { Output } from './output.ts';
import type { RefusedFile } from './source-files.ts';
import { nextSteps } from './strings.ts';

/** A file of the plan that `--dry-run` shows. */
export interface PlannedFile {
  file: string;
  format: string;
  /** Role to column. */
  columns: Record<string, string>;
  notes: string[];
  remembered: boolean;
}

/** What `run` came to. `report` is absent when no file could be loaded. */
export interface RunResult {
  report: RunReport | undefined;
  plan: PlannedFile[];
  refused: RefusedFile[];
  /** Ids of held runs that have files of this run already. */
  waiting: string[];
}

/** A line a refused file on stderr, with what to do about it. */
export function tellRefused(refused: RefusedFile[], stderr: Output): void {
  for (const { file, code, message, option } of refused) {
    const answer =
      option === undefined || message.includes(`--${option}`) ? '' : ` Answer with --${option}.`;
    const known = errorCodes.find((candidate) => candidate === code);
    const hint = option !== undefined || known === undefined ? '' : ` (${nextSteps[known]})`;
    stderr.write(`${file}: ${message}${answer}${hint}\n`);
  }
}

/** The report of a run for people. */
export function describeRun(
  { report, plan, refused, waiting }: RunResult,
  dryRun: boolean,
): string {
  const parts: string[] = [];
  if (dryRun && plan.length > 0) parts.push(describePlan(plan));
  if (report === undefined) parts.push('Nothing was loaded.\n');
  else parts.push(...runsOf(report).flatMap((run) => describeArea(run, report)));
  if (anyIs(report, 'held') || waiting.length > 0) parts.push(describeWaiting(waiting));
  if (refused.length > 0) parts.push(describeRefused(refused, report));
  return parts.join('\n');
}

/** What became of a change of the project: the verdict, the tables, the checks that did not pass. */
export function describeChange(report: RunReport): string {
  const built = report.models ?? [];
  const models = renderTable(
    ['model', 'rows', 'seconds'],
    built.map(({ name, rows, seconds }) => [name, rows, seconds]),
  );
  const open = report.findings.filter(({ status }) => status === 'error' || status === 'warn');
  return [
    `${printable(report.verdict)}\n`,
    ...(built.length === 0 ? [] : [models]),
    ...(open.length === 0 ? [] : [describeFindings(open)]),
  ].join('\n');
}

function describeWaiting(ids: string[]): string {
  const before = ids.length === 0 ? '' : `Held already: ${ids.join(', ')}. `;
  return `${before}It waits for you: homegrown held shows it, homegrown decide publishes or discards it.\n`;
}

function describePlan(plan: PlannedFile[]): string {
  const rows = plan.map(({ file, format, columns, remembered }) => [
    file,
    format,
    Object.entries(columns)
      .map(([role, column]) => `${role}=${column}`)
      .join(','),
    remembered ? 'yes' : 'no',
  ]);
  const notes = plan.flatMap(({ file, notes }) => notes.map((note) => `${file}: ${note}\n`));
  return renderTable(['file', 'format', 'mapping', 'remembered'], rows) + notes.join('');
}

/** The report of one of the drop's runs, under the name of its area where there are two. */
function describeArea(run: RunReport, { also }: RunReport): string[] {
  const area = isShopRun(run) ? 'shop' : 'website';
  return also === undefined ? describeReport(run) : [`${area}:\n`, ...describeReport(run)];
}

function anyIs(report: RunReport | undefined, status: RunReport['status']): boolean {
  return report !== undefined && runsOf(report).some((run) => run.status === status);
}

function describeReport(report: RunReport): string[] {
  const parts = [`${printable(report.verdict)}\n`, describeDeliveries(report.deliveries)];
  const tables = report.tables.filter(({ name }) => !isReplaced(name));
  if (tables.length > 0) {
    parts.push(
      renderTable(
        ['table', 'rows', 'partitions'],
        tables.map(({ name, rows, partitions }) => [name, rows, partitions.length]),
      ),
    );
  }
  const open = report.findings.filter(({ status }) => status === 'error' || status === 'warn');
  if (open.length > 0) parts.push(describeFindings(open));
  else if (report.findings.length > 0)
    parts.push(`${counted(report.findings.length, 'check')}, none failed\n`);
  return parts;
}

function describeDeliveries(deliveries: DeliveryReport[]): string {
  const header = ['file', 'status', 'seen', 'accepted', 'rejected', 'repeats'];
  const rows = deliveries.map(({ name, status, seen, accepted, rejected, repeats }) => [
    name,
    status,
    seen,
    accepted,
    rejected,
    repeats,
  ]);
  const reasons = deliveries.flatMap(({ name, rejectReasons }) =>
    Object.entries(rejectReasons).map(
      ([reason, n]) => `${name}: ${count(n)} rejected: ${reason}\n`,
    ),
  );
  const notes = deliveries.flatMap(({ name, notes, message }) =>
    [...notes, ...(message === undefined ? [] : [message])].map((note) => `${name}: ${note}\n`),
  );
  return renderTable(header, rows) + reasons.join('') + notes.join('');
}

function describeRefused(refused: RefusedFile[], report: RunReport | undefined): string {
  const files = new Set(refused.map(({ file }) => file)).size;
  const rest = anyIs(report, 'published') ? '; the rest is published' : '';
  return `${counted(files, 'file')} refused${rest}\n`;
}
