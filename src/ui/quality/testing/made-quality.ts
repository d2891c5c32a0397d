import type { Finding } from '../../../core/quality/finding.ts';
import type { HeldRun } from '../../../core/run/held-run.ts';
import type { JournalEntry } from '../../../core/run/journal.ts';

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

/** A held run with these findings. */
export function heldRun({
  id = 'held-1',
  findings,
}: {
  id?: string;
  findings: Finding[];
}): HeldRun {
  return {
    id,
    heldAt: '2026-10-05T08:00:00.000Z',
    parent: 1,
    report: {
      status: 'held',
      startedAt: '2026-10-05T08:00:00.000Z',
      seconds: 1,
      steps: {},
      versions: {},
      identity: 'plain',
      deliveries: [],
      tables: [],
      findings,
      verdict: 'Held.',
      generation: 1,
    },
    deliveries: [],
    staged: {},
    superseded: [],
    onOverlap: 'add',
    diff: [],
  };
}
