import type { Finding } from '../../quality/finding.ts';
import type { JournalEntry } from '../journal.ts';
import type { RunReport } from '../run-report.ts';

/** A finding that passes, with what a test changes of it. */
export function finding(over: Partial<Finding> = {}): Finding {
  return {
    id: 'core.x.not_null.y',
    on: 'core.x',
    title: 'y is set',
    description: 'Every row has one.',
    severity: 'error',
    status: 'pass',
    observed: 0,
    unit: 'rows',
    expected: '0 rows',
    message: 'All rows hold.',
    sample: { columns: [], rows: [] },
    sql: null,
    ...over,
  };
}

/** A publication of 5 October without findings, with what a test changes of it. */
export function journalEntry(over: Partial<JournalEntry> = {}): JournalEntry {
  return {
    at: '2026-10-05T08:00:00.000Z',
    kind: 'published',
    generation: 1,
    verdict: 'Published.',
    deliveries: [],
    findings: [],
    from: '',
    to: '',
    ...over,
  };
}

/** The report of that publication, with what a test changes of it. */
export function runReport(over: Partial<RunReport> = {}): RunReport {
  return {
    status: 'published',
    startedAt: '2026-10-05T08:00:00.000Z',
    seconds: 2,
    steps: {},
    versions: {},
    identity: 'plain',
    deliveries: [],
    tables: [],
    findings: [],
    verdict: 'Published 10 events.',
    generation: 1,
    ...over,
  };
}
