import type { Finding } from '../core/quality/finding.ts';
import { flagsOf } from '../core/quality/statistics/flags-of.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import { journalOfRun } from '../core/run/journal-draft.ts';
import { settleHeld } from '../core/run/mends.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { Decision } from './decision.ts';
import type { Publication } from './publication.ts';
import type { RunOutcome } from './run-drop.ts';

/** What publishing a run changes in the manifest beside its tables: journal, flags, history of the checks, held runs that it settles. */
export function publicationOf(
  outcome: RunOutcome,
  head: Manifest | undefined,
  decision: Decision | undefined,
): Publication {
  const { report, rejects, superseded, shortened, mappings, history, days } = outcome;
  const fresh = report.deliveries.filter(({ status }) => status === 'loaded');
  const others = (head?.held ?? []).filter(
    ({ id, subject = 'website' }) => id !== decision?.held.id && outcome.subjects.has(subject),
  );
  const { fixed, left } = settleHeld(others, fresh);
  const about = aboutOf(decision, fixed[0]);
  const earlier = head?.flags ?? [];
  return {
    report: { ...report, findings: report.findings.map(keptFinding) },
    ...{ subjects: outcome.subjects, rejects, superseded, shortened, mappings },
    journal: journalOfRun(report, about, days),
    flags: history === undefined ? earlier : flagsOf(history, earlier, decision !== undefined),
    observations: report.findings,
    released: [...fixed.map(({ id }) => id), ...(decision ? [decision.held.id] : [])],
    left,
  };
}

function aboutOf(decision: Decision | undefined, fixed: HeldRun | undefined) {
  if (decision !== undefined) {
    const { held, reason, by } = decision;
    return { kind: 'overridden', held: held.id, reason, ...(by && { by }) } as const;
  }
  return fixed === undefined
    ? ({ kind: 'published' } as const)
    : ({ kind: 'fixed', held: fixed.id } as const);
}

/** Passing days kept with a finding: the newest ones. */
const keptPasses = 30;
const keptAlarms = 200;

/** A finding as the manifest keeps it: a history of years would make every generation large. */
export function keptFinding(finding: Finding): Finding {
  const { cells } = finding;
  if (cells === undefined || cells.length <= keptPasses) return finding;
  const isAlarm = (cell: (typeof cells)[number]): boolean =>
    cell.status === 'warn' || cell.status === 'error';
  const kept = new Set([
    ...cells.filter(isAlarm).slice(-keptAlarms),
    ...cells.filter((cell) => !isAlarm(cell)).slice(-keptPasses),
  ]);
  return { ...finding, cells: cells.filter((cell) => kept.has(cell)) };
}
