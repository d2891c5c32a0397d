import type { Reject } from '../../core/ingest/record-reader.ts';
import { csvText } from '../../lib/table-text.ts';

/** Rejected records as CSV with a header. Text that a spreadsheet would take for a formula gets a leading quote mark. */
export function rejectsCsv(file: string, rejects: Reject[]): string {
  const rows = rejects.map(({ line, reason, text }) => [file, line, reason, text]);
  return csvText({ columns: ['file', 'line', 'reason', 'record'], rows });
}
