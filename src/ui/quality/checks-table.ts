import type { Finding } from '../../core/quality/finding.ts';
import type { DataTable } from '../../lib/table-text.ts';
import { strings } from '../strings.ts';

/** Findings as a table for other programs: one row for each check, what was observed as a number (a share as 0..1). */
export function checksTable(findings: readonly Finding[]): DataTable {
  const words = strings.quality;
  return {
    columns: [
      words.lookedAt,
      words.check,
      words.status,
      words.observed,
      words.expected,
      words.found,
    ],
    rows: findings.map(({ on, title, status, observed, expected, message }) => [
      on,
      title,
      words.statuses[status],
      observed,
      expected,
      message,
    ]),
  };
}
