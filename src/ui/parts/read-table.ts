import type { DataTable } from '../../lib/table-text.ts';
import { copyElement } from './copy-element.ts';

/** What a table on the screen says: exact values where a cell has them (`data`, `time`), else its text, as a reader of the screen hears it. */
export function readTable(table: HTMLTableElement): DataTable {
  const [head, ...rows] = [...table.rows].map((row) => [...row.cells].filter(isSaid));
  return { columns: (head ?? []).map(textOf), rows: rows.map((row) => row.map(valueOf)) };
}

/** What one clicks has its own column. */
const isSaid = (cell: HTMLTableCellElement): boolean => !cell.matches('[data-no-report]');

function valueOf(cell: HTMLTableCellElement): string | number | null {
  const data = cell.querySelector('data');
  if (data) return data.value === '' ? null : Number(data.value);
  return cell.querySelector('time')?.dateTime ?? textOf(cell);
}

function textOf(cell: HTMLTableCellElement): string {
  const copy = copyElement(cell);
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"], .button')) hidden.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}
