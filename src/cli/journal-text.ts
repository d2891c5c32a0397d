import type { JournalEntry } from '../core/run/journal.ts';
import { count, instant, printable, span } from './output.ts';

/** The entries for people: when, what, which files, what did not pass, who decided and why. */
export function describeJournal(entries: JournalEntry[]): string {
  if (entries.length === 0) return 'Nothing is in the journal.\n';
  return entries.map(describeEntry).join('\n');
}

function describeEntry(entry: JournalEntry): string {
  const { at, kind, generation, verdict, reason, by, held, from, to } = entry;
  const days = from === '' ? '' : `, ${span(from, to)}`;
  const lines = [
    `${instant(at)}  ${kind}, generation ${generation}${days}${held === undefined ? '' : `, ${held}`}`,
    `  ${verdict}`,
    ...entry.deliveries.map(
      (one) =>
        `  ${one.name}: ${one.status}, ${count(one.accepted)} accepted, ${count(one.rejected)} rejected, ${count(one.repeats)} repeats`,
    ),
    ...entry.findings.map(({ status, title, message }) => `  ${status}: ${title}: ${message}`),
    ...(reason === undefined && by === undefined ? [] : [decision(reason, by)]),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function decision(reason: string | undefined, by: string | undefined): string {
  const who = by === undefined ? 'decided' : `decided by ${by}`;
  return reason === undefined ? `  ${who}` : `  ${who}: ${reason}`;
}
