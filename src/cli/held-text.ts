import type { Finding } from '../core/quality/finding.ts';
import type { DayDiff, DayNumbers, HeldRun } from '../core/run/held-run.ts';
import { counted, instant, printable, renderTable } from './output.ts';
import type { Cell } from './output.ts';

const mostDiffRows = 60;
const mostRows = 10;
const metrics = [
  'events',
  'daily_visitors',
  'website_hits',
  'signups',
  'logins',
  'purchases',
] as const satisfies (keyof DayNumbers)[];

/** A line a held run, and how to go on. */
export function describeHeldRuns(runs: HeldRun[]): string {
  if (runs.length === 0) return 'No run is held.\n';
  const rows = runs.map(({ id, heldAt, deliveries, report }) => [
    id,
    instant(heldAt),
    deliveries.map(({ name }) => name).join(', '),
    failing(report.findings).length,
  ]);
  const table = renderTable(['id', 'held at', 'files', 'failing checks'], rows);
  return `${table}homegrown held ID shows why, homegrown decide ID publishes it, checks it again or discards it\n`;
}

/** One held run: its verdict, the checks that did not pass with their rows, and what would change. */
export function describeHeldRun(run: HeldRun): string {
  const { id, heldAt, report, deliveries, diff, subject, numbers } = run;
  const what = subject === 'shop' ? 'records' : 'events';
  const files = deliveries.map(({ name, accepted }) => `${printable(name)} (${accepted} ${what})`);
  return [
    `${id}, held ${instant(heldAt)}\n${printable(report.verdict)}\nfiles: ${files.join(', ')}\n`,
    ...failing(report.findings).map(describeFailing),
    numbers === undefined ? describeDiff(diff) : describeNumbers(numbers),
    `three ways on:\n  mend the file and run it again under the same name\n  homegrown decide ${id} --discard\n  homegrown decide ${id} --publish --reason "..."\n`,
  ].join('\n');
}

function failing(findings: Finding[]): Finding[] {
  const errors = findings.filter(({ status }) => status === 'error');
  return [...errors, ...findings.filter(({ status }) => status === 'warn')];
}

function describeFailing({ status, title, id, message, expected, sample }: Finding): string {
  const head = `${status}: ${printable(title)} (${id})\n  ${printable(message)}\n  expected: ${expected}\n`;
  return sample.rows.length === 0 ? head : head + describeRows(sample);
}

/** The first failing rows; columns without a value in any of them only take room. */
function describeRows({ columns, rows }: Finding['sample']): string {
  const shown = rows.slice(0, mostRows);
  const kept = columns.flatMap((name, i) => (shown.some((row) => row[i] !== null) ? [i] : []));
  const table = renderTable(
    kept.map((i) => columns[i]!),
    shown.map((row) => kept.map((i) => row[i]!)),
  );
  const left = rows.length - shown.length;
  return left > 0 ? `${table}and ${left} more; --format json gives up to 20\n` : table;
}

/** Only the numbers that differ, a line each: what is published beside what the run would publish. */
function describeDiff(diff: DayDiff[]): string {
  const rows = diff.flatMap(changedNumbers);
  if (rows.length === 0) return 'No daily number would change.\n';
  const header = ['day', 'host', 'number', 'published', 'held', 'change'];
  const left = rows.length - mostDiffRows;
  const more = left > 0 ? `and ${counted(left, 'line')} more; --format json gives all\n` : '';
  return `what would change:\n${renderTable(header, rows.slice(0, mostDiffRows))}${more}`;
}

/** What people know of a shop, published and as the run would have it. */
function describeNumbers(numbers: NonNullable<HeldRun['numbers']>): string {
  const rows = numbers.map(({ name, published, candidate }): Cell[] => [
    name,
    published,
    candidate,
    published === candidate ? '' : change(published, candidate),
  ]);
  return `what would change:\n${renderTable(['number', 'published', 'held', 'change'], rows)}`;
}

function changedNumbers({ ds, host, published, candidate }: DayDiff): Cell[][] {
  return metrics.flatMap((name) => {
    const [before, after] = [published?.[name] ?? null, candidate?.[name] ?? null];
    return before === after ? [] : [[ds, host, name, before, after, change(before, after)]];
  });
}

function change(before: number | null, after: number | null): string {
  if (before === null) return 'new';
  if (after === null) return 'gone';
  const delta = after - before;
  const share = before === 0 ? '' : ` (${((delta / before) * 100).toFixed(1)} %)`;
  return `${delta > 0 ? '+' : ''}${delta}${share}`;
}
