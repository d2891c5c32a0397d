import type { CheckStatus } from '../core/quality/finding.ts';
import { plural } from './plural.ts';

/** Words of the quality screens; a part of `strings`. */
export const qualityWords = {
  emptyText: 'Checks run with every import; their results appear here.',
  all: 'All checks',
  problems: 'Problems only',
  filter: 'Which checks',
  noProblems: 'No check has found a problem.',
  statuses: {
    pass: 'Passed',
    warn: 'Warning',
    error: 'Error',
    learning: 'Learning',
    'n/a': 'Not applicable',
  } satisfies Record<CheckStatus, string>,
  severity: { warn: 'warns', error: 'holds the run' },
  check: 'Check',
  observed: 'Observed',
  expected: 'Expected',
  status: 'Status',
  onFailure: 'On failure',
  assumes: 'Assumes',
  failing: 'Failing rows',
  failingFirst: (count: number) => `First ${count} failing rows`,
  query: 'Query for all of them',
  copy: 'Copy',
  copied: 'Copied',
  summary: (counts: [string, number][]) =>
    counts
      .map(
        ([name, count]) =>
          `${count} ${/^(?:warning|error)$/i.test(name) ? plural(count, name.toLowerCase()) : name.toLowerCase()}`,
      )
      .join(', '),
  ratio: 'ratio',
  rows: (count: string, one: boolean) => `${count} ${one ? 'row' : 'rows'}`,
  rejects: 'Rejected records',
  rejectsText: 'Kept for this session only, never stored.',
  noRejects: 'No record was rejected in this session.',
  reject: { line: 'Line', reason: 'Reason', text: 'Record' },
  rejectsOf: (shown: string, total: string) => `${shown} of ${total} shown`,
  download: 'Download CSV',
  run: 'Last run',
  took: (duration: string) => `took ${duration}`,
  records: 'Records of the last run',
  recordsByFile: 'Records by file',
} as const;
