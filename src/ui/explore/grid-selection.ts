import type { QueryResult } from '../../workbench.ts';
import { copyText } from '../parts/cell-text.ts';

type GridRow = QueryResult['rows'][number];

/** A cell of a grid; both count from 0. */
export interface Place {
  row: number;
  column: number;
}

/** The cells from where a choice began to where it is now. */
export interface Selection {
  anchor: Place;
  active: Place;
}

/** A block of cells, its ends included. */
export interface CellRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The block that a selection covers. */
export function rangeOf({ anchor, active }: Selection): CellRange {
  return {
    top: Math.min(anchor.row, active.row),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

export const holds = (range: CellRange, row: number, column: number): boolean =>
  row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;

/** How large a grid is. `page`: rows in sight. */
interface GridSize {
  rows: number;
  columns: number;
  page: number;
}

type Keys = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/**
 * What a key makes of a selection: arrows, Page, Home and End move it (with Ctrl to the very first or last row), with Shift they
 * stretch it; Shift and Space take whole rows. Undefined for other keys.
 */
export function selectByKey(
  event: Keys,
  selection: Selection,
  size: GridSize,
): Selection | undefined {
  if (event.key === ' ' && event.shiftKey) return wholeRows(selection, size);
  const to = placeAfter(event, selection.active, size);
  if (to === undefined) return undefined;
  const active = {
    row: Math.min(size.rows - 1, Math.max(0, to.row)),
    column: Math.min(size.columns - 1, Math.max(0, to.column)),
  };
  return { anchor: event.shiftKey ? placed(selection.anchor) : active, active };
}

function placeAfter(event: Keys, { row, column }: Place, size: GridSize): Place | undefined {
  const wholly = event.ctrlKey || event.metaKey;
  const places: Record<string, Place> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + size.page, column },
    PageUp: { row: row - size.page, column },
    Home: wholly ? { row: 0, column } : { row, column: 0 },
    End: wholly ? { row: size.rows - 1, column } : { row, column: size.columns - 1 },
  };
  return places[event.key];
}

const wholeRows = ({ anchor, active }: Selection, { columns }: GridSize): Selection => ({
  anchor: { row: anchor.row, column: 0 },
  active: { row: active.row, column: columns - 1 },
});

const placed = ({ row, column }: Place): Place => ({ row, column: Math.max(0, column) });

/** Cells as spreadsheets take them: tabs between columns, lines between rows; one cell as it is. */
export function cellsText(
  rows: readonly GridRow[],
  { left, right }: Pick<CellRange, 'left' | 'right'>,
): string {
  if (rows.length === 1 && left === right) return copyText(rows[0]![left] ?? null);
  const line = (row: GridRow): string =>
    row
      .slice(left, right + 1)
      .map(quoted)
      .join('\t');
  return rows.map(line).join('\n');
}

function quoted(value: GridRow[number]): string {
  const text = copyText(value);
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
