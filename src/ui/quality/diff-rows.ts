import type { DayDiff, DayNumbers } from '../../core/run/held-run.ts';

/** One (day, site) of a held run in one number. `share`s are of the largest value, 0..1, for the bars. */
export interface DiffRow {
  ds: string;
  host: string;
  published: number | null;
  candidate: number | null;
  publishedShare: number;
  candidateShare: number;
  /** candidate / published - 1; null where there is nothing to compare. */
  change: number | null;
}

/** The rows of one metric, in the order of the diff. */
export function diffRows(diff: readonly DayDiff[], metric: keyof DayNumbers): DiffRow[] {
  const numbers = diff.map(({ ds, host, published, candidate }) => ({
    ds,
    host,
    published: published?.[metric] ?? null,
    candidate: candidate?.[metric] ?? null,
  }));
  const largest = Math.max(
    1,
    ...numbers.flatMap(({ published, candidate }) => [published ?? 0, candidate ?? 0]),
  );
  return numbers.map((row) => ({
    ...row,
    publishedShare: (row.published ?? 0) / largest,
    candidateShare: (row.candidate ?? 0) / largest,
    change:
      row.published === null || row.candidate === null || row.published === 0
        ? null
        : row.candidate / row.published - 1,
  }));
}
