import type { Reject } from '../../core/ingest/record-reader.ts';

/** Rejected records as CSV with a header. Text that a spreadsheet would take for a formula gets a leading quote mark. */
export function rejectsCsv(file: string, rejects: Reject[]): string {
  const rows = rejects.map(({ line, reason, text }) => [file, String(line), reason, text]);
  return [['file', 'line', 'reason', 'record'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

function cell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
