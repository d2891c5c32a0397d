import { ident, relation } from '../../lib/sql.ts';
import { isSorted, planOrder, planWhere } from './table-view.ts';
import type { RowView, ViewedTable } from './table-view.ts';
import type { Piece } from './order-cuts.ts';

/** A query without rows that fails with `query-failed` where the rows of a table have no ids. */
export const planRowIdProbe = ({ name }: ViewedTable): string =>
  `select rowid from ${relation(name)} limit 0`;

/** Whether a column of that name hides the ids. */
export const hidesRowIds = ({ columns }: ViewedTable): boolean =>
  columns.some(({ name }) => name.toLowerCase() === 'rowid');

/**
 * The ids of rows of a view, in its order: `id`. `fromEnd`: counted and given from the last. `piece`: of these rows only, counted from
 * its first.
 */
export function planRowIds(
  table: ViewedTable,
  view: RowView,
  { offset, limit, fromEnd = false, piece }: RowRange,
): string {
  const where = planWhere(table, view);
  const within = piece && `${where === '' ? ' where' : ' and'} ${piece.condition}`;
  // Rows come as they are stored where nothing sorts them.
  const order = piece?.isEven ? '' : planOrder(table, view, fromEnd);
  return `select rowid as id from ${relation(table.name)}${where}${within ?? ''}${order} limit ${limit} offset ${offset}`;
}

/** Rows of a view. */
export interface RowRange {
  offset: number;
  limit: number;
  fromEnd?: boolean;
  piece?: Piece;
}

/** The rows with these ids, in the order of the view. A list in a subquery is looked up; one of constants is compared with every row. */
export function planRowsById(table: ViewedTable, view: RowView, ids: readonly number[]): string {
  const columns = table.columns.map(({ name }) => ident(name)).join(', ');
  const order = isSorted(table, view.sort) ? planOrder(table, view) : ' order by rowid';
  return `select ${columns} from ${relation(table.name)}
where rowid in (select unnest([${ids.join(', ')}]::bigint[]))${order}`;
}
