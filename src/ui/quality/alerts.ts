import type { JournalEntry, JournalFinding } from '../../core/run/journal.ts';
import type { HeldRun } from '../../core/run/held-run.ts';
import { checkIds } from '../../core/quality/statistics/statistical-checks.ts';

/** What every screen says until it is decided (`held`) or dismissed. */
export interface Alert {
  kind: 'held' | 'guardrail' | 'warning';
  status: 'error' | 'warn';
  /** Of a held run: the titles of the checks that hold it. Else: the messages of the checks. */
  findings: { title: string; message: string }[];
  /** Id of the held run. */
  held?: string;
  /** Dismissed ones stay away until the next generation. Undefined: it cannot be dismissed. */
  dismissal?: string;
}

/** Conversion that people promised to protect. */
const guardrails = new Set<string>([checkIds.signups, checkIds.purchases, checkIds.variants]);
const publishing = new Set(['published', 'overridden', 'undone', 'restored']);

/** Alerts of the publication in force and of held runs, the gravest first. */
export function alertsOf(
  journal: readonly JournalEntry[],
  held: readonly HeldRun[],
  dismissed: readonly string[],
): Alert[] {
  const inForce = journal
    .toSorted((a, b) => b.generation - a.generation || b.at.localeCompare(a.at))
    .find(({ kind }) => publishing.has(kind));
  const failing = (inForce?.findings ?? []).filter(({ status }) => isFailing(status));
  const of = (kind: 'guardrail' | 'warning', findings: JournalFinding[]): Alert[] =>
    findings.length === 0
      ? []
      : [{ kind, status: 'warn', findings, dismissal: `${inForce?.generation}:${kind}` }];
  return [
    ...held.map(heldAlert),
    ...of(
      'guardrail',
      failing.filter(({ id }) => guardrails.has(id)),
    ),
    ...of(
      'warning',
      failing.filter(({ id }) => !guardrails.has(id)),
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
