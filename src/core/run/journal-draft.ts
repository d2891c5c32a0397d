import type { JournalDraft } from '../warehouse/next-manifest.ts';
import type { JournalEntry } from './journal.ts';
import type { RunReport } from './run-report.ts';

/** What a run leaves in the journal: the files it brought, what did not pass, and the days that changed (sorted). */
export function journalOfRun(
  report: RunReport,
  about: Pick<JournalEntry, 'kind'> & Partial<Pick<JournalEntry, 'reason' | 'by' | 'held'>>,
  days: readonly string[],
): JournalDraft {
  const alarms = report.findings.filter(({ status }) => status === 'warn' || status === 'error');
  return {
    ...about,
    verdict: report.verdict,
    deliveries: report.deliveries.map(({ name, accepted, rejected, repeats, status }) => ({
      name,
      accepted,
      rejected,
      repeats,
      status,
    })),
    findings: alarms.map(({ id, title, status, message, guardrail }) => ({
      ...{ id, title, status, message },
      ...(guardrail && { guardrail }),
    })),
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
  };
}

/** A line of the journal about something that brought no files. */
export function journalOfDecision(
  about: Pick<JournalEntry, 'kind' | 'verdict'> &
    Partial<Pick<JournalEntry, 'reason' | 'by' | 'held'>>,
): JournalDraft {
  return { ...about, deliveries: [], findings: [], from: '', to: '' };
}
