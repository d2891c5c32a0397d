import type { DataTable } from '../../lib/table-text.ts';
import type { QueryResult } from '../../workbench.ts';
import { format } from '../format.ts';

type Cell = QueryResult['rows'][number][number];

export const isNumber = (type: string): boolean => /INT|DOUBLE|FLOAT|DECIMAL|REAL/i.test(type);
// Ids and years have no thousands.
const isName = (name: string): boolean => /(^|_)(id|year|hash|key)$/.test(name);

/** A value as the grid shows it, null apart. */
export function cellText(value: Exclude<Cell, null>, column: string): string {
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value !== 'number' || isName(column)) return String(value);
  return format.precise(value);
}

/** A result as it goes into other programs: numbers stay numbers, nested values are JSON. */
export function resultTable({ columns, rows }: Pick<QueryResult, 'columns' | 'rows'>): DataTable {
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) =>
      row.map((value) => (value === null || typeof value === 'number' ? value : copyText(value))),
    ),
  };
}

/** A value as it is copied: exact, without thousands. */
export const copyText = (value: Cell): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
