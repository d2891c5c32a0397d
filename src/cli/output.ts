export type Cell = string | number | boolean | null | object;

/** Where a command writes. `width` is the terminal's, undefined when it is none. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** What a command gets from the process. */
export interface CommandIo {
  stdout: Output;
  stderr: Output;
  signal: AbortSignal;
}

const maxCellWidth = 60;
// Control characters of data could move the cursor or rewrite what is on screen.
const controls = /\p{Cc}/gu;

/** A table for people: numbers to the right, control characters made visible, long cells cut. */
export function renderTable(header: string[], rows: Cell[][]): string {
  const cells = rows.map((row) => row.map((cell) => shorten(printable(shown(cell)))));
  const isNumeric = header.map((_, i) =>
    rows.every((row) => row[i] === null || typeof row[i] === 'number'),
  );
  const widths = header.map((name, i) =>
    cells.reduce((most, row) => Math.max(most, row[i]!.length), name.length),
  );
  const line = (row: string[]) =>
    row
      .map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...cells].map((row) => `${line(row)}\n`).join('');
}

/** Text with its control characters made visible. */
export function printable(text: string): string {
  return text.replace(controls, visible);
}

function shown(cell: Cell): string {
  if (cell === null) return 'null';
  return typeof cell === 'object' ? toJson(cell) : String(cell);
}

function visible(control: string): string {
  if (control === '\n') return '\\n';
  if (control === '\t') return '\\t';
  return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function shorten(cell: string): string {
  return cell.length > maxCellWidth ? `${cell.slice(0, maxCellWidth - 1)}…` : cell;
}

/** A line of CSV by RFC 4180, without the line end; null is empty and an empty text is quoted. */
export function csvLine(cells: Cell[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const value = typeof cell === 'object' ? toJson(cell) : String(cell);
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** JSON with integers beyond the safe range as text. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_, inner: unknown) => (typeof inner === 'bigint' ? plainInteger(inner) : inner),
    indent,
  );
}

function plainInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** `1,284` */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 file`, `2 files` */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `2026-09-01 13:05 UTC` */
export function instant(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-09-01 to 2026-09-05`; `no days` where there is none. */
export function span(from: string, to: string): string {
  if (from === '') return 'no days';
  return from === to ? from : `${from} to ${to}`;
}
