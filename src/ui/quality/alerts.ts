import type { JournalEntry, JournalFinding } from '../../core/run/journal.ts';
import type { HeldRun } from '../../core/run/held-run.ts';

/** What every screen says until it is decided (`held`) or dismissed. */
export interface Alert {
  kind: 'held' | 'guardrail' | 'overridden' | 'warning';
  status: 'error' | 'warn';
  /** Of a held run: the titles of the checks that hold it. Else: the messages of the checks. */
  findings: { title: string; message: string }[];
  /** Id of the held run. */
  held?: string;
  /** Dismissed ones stay away until the next generation. Undefined: it cannot be dismissed. */
  dismissal?: string;
}

/** Conversion that people promised to protect. */
const isGuardrail = ({ guardrail }: JournalFinding): boolean => guardrail === true;
const publishing = new Set(['published', 'overridden', 'fixed', 'undone', 'restored']);

/** The entry of the publication in force; undefined before the first. */
function entryInForce(journal: readonly JournalEntry[]): JournalEntry | undefined {
  return journal
    .toSorted((a, b) => b.generation - a.generation || b.at.localeCompare(a.at))
    .find(({ kind }) => publishing.has(kind));
}

/** What did not pass of the publication in force. */
export function failingInForce(journal: readonly JournalEntry[]): JournalFinding[] {
  return (entryInForce(journal)?.findings ?? []).filter(({ status }) => isFailing(status));
}

/** Alerts of the publication in force and of held runs, the gravest first. */
export function alertsOf(
  journal: readonly JournalEntry[],
  held: readonly HeldRun[],
  dismissed: readonly string[],
): Alert[] {
  const generation = entryInForce(journal)?.generation;
  const failing = failingInForce(journal);
  const others = failing.filter((finding) => !isGuardrail(finding));
  const of = (kind: 'guardrail' | 'overridden' | 'warning', findings: JournalFinding[]): Alert[] =>
    findings.length === 0
      ? []
      : [{ kind, status: 'warn', findings, dismissal: `${generation}:${kind}` }];
  return [
    ...held.map(heldAlert),
    ...of('guardrail', failing.filter(isGuardrail)),
    // A person published these with a reason: that is said, and not that they only warn.
    ...of(
      'overridden',
      others.filter(({ status }) => status === 'error'),
    ),
    ...of(
      'warning',
      others.filter(({ status }) => status === 'warn'),
    ),
  ].filter(({ dismissal }) => dismissal === undefined || !dismissed.includes(dismissal));
}

function heldAlert({ id, report }: HeldRun): Alert {
  const findings = report.findings.filter(({ status }) => status === 'error');
  return { kind: 'held', status: 'error', findings, held: id };
}

function isFailing(status: string): boolean {
  return status === 'warn' || status === 'error';
}
