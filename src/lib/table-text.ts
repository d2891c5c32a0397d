/** A table as it goes into other programs: numbers stay numbers, null is no value. */
export interface DataTable {
  columns: string[];
  rows: (string | number | null)[][];
}

/** CSV (RFC 4180) with a header. Text that a spreadsheet would take for a formula gets a leading quote mark; numbers do not. */
export function csvText({ columns, rows }: DataTable): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** A table of GitHub's Markdown; columns of numbers stand to the right. */
export function markdownTable({ columns, rows }: DataTable): string {
  const isNumber = columns.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const rule = isNumber.map((right) => (right ? '---:' : '---'));
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |\n`;
  const body = rows.map((row) => line(row.map(markdownCell)));
  return [line(columns.map(markdownCell)), line(rule), ...body].join('');
}

function markdownCell(value: string | number | null): string {
  return String(value ?? '')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/\s*\n\s*/g, ' ');
}
