import type { DataTable } from '../../lib/table-text.ts';

/** What a table on the screen says: exact values where a cell has them (`data`, `time`), else its text, as a reader of the screen hears it. */
export function readTable(table: HTMLTableElement): DataTable {
  const [head, ...rows] = [...table.rows];
  return {
    columns: [...(head?.cells ?? [])].map(textOf),
    rows: rows.map((row) => [...row.cells].map(valueOf)),
  };
}

function valueOf(cell: HTMLTableCellElement): string | number | null {
  const data = cell.querySelector('data');
  if (data) return data.value === '' ? null : Number(data.value);
  return cell.querySelector('time')?.dateTime ?? textOf(cell);
}

function textOf(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}
