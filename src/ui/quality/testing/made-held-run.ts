import type { Finding } from '../../../core/quality/finding.ts';
import type { HeldRun } from '../../../core/run/held-run.ts';
import { runReport } from '../../../core/run/testing/made-run.ts';

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
    report: runReport({ status: 'held', findings, verdict: 'Held.' }),
    deliveries: [],
    staged: {},
    superseded: [],
    onOverlap: 'add',
    diff: [],
  };
}
