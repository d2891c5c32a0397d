import { ident, relation } from '../../lib/sql.ts';
import { planWhere } from './table-view.ts';
import type { RowFilter, RowView, ViewedTable } from './table-view.ts';

type Column = ViewedTable['columns'][number];

/** What is in one column of a view. `distinct` is an estimate (HyperLogLog, some per cent off); bounds are texts. */
export interface ColumnProfile {
  name: string;
  nulls: number;
  distinct: number;
  low: string | null;
  high: string | null;
}

/** How the values of a column are shown: as bins of equal width, or the most frequent ones. */
function shapeOf({ type }: Column): 'bins' | 'days' | 'values' {
  if (/^(DATE$|TIMESTAMP)/.test(type)) return 'days';
  return /INT|^(FLOAT|DOUBLE|REAL|DECIMAL)/.test(type) ? 'bins' : 'values';
}

/** One row: `n` and for column i `f<i>` (values), `d<i>` (distinct), `l<i>` and `h<i>` (bounds as text). */
export function planProfile(table: ViewedTable, view: RowView): string {
  const parts = table.columns.map(({ name, type }, i) => {
    const column = ident(name);
    const value = type === 'VARCHAR' ? `cast(${column} as varchar)` : column;
    const bound = (side: string): string => `cast(${side}(${value}) as varchar)`;
    return `count(${column}) as f${i}, approx_count_distinct(${column}) as d${i}, ${bound('min')} as l${i}, ${bound('max')} as h${i}`;
  });
  return `select count(*) as n, ${parts.join(', ')} from ${relation(table.name)}${planWhere(table, view)}`;
}

/** Reads the row of `planProfile`. */
export function readProfile(
  table: ViewedTable,
  row: readonly unknown[],
): { rows: number; columns: ColumnProfile[] } {
  const rows = Number(row[0]);
  const text = (value: unknown): string | null => (value === null ? null : String(value));
  const columns = table.columns.map(({ name }, i) => {
    const [filled, estimate, low, high] = row.slice(1 + 4 * i);
    const nulls = rows - Number(filled);
    // An estimate may be above what there can be.
    const distinct = Math.min(Number(estimate), Number(filled));
    return { name, nulls, distinct, low: text(low), high: text(high) };
  });
  return { rows, columns };
}

/** The most frequent values of a column: `value` as text (null included), `n`. */
export function planTopValues(
  table: ViewedTable,
  column: Column,
  view: RowView,
  limit: number,
): string {
  return `select cast(${ident(column.name)} as varchar) as value, count(*) as n
from ${relation(table.name)}${planWhere(table, view)}
group by 1 order by n desc, value nulls first limit ${limit}`;
}

/** Bins of equal width: bin i reaches from `edges[i]` to before `edges[i + 1]`. */
export interface Bins {
  /** As text, ready for a filter. */
  edges: string[];
  first: number;
  width: number;
  unit: 'number' | 'second';
}

const mostBins = 24;
const daySeconds = 86_400;

/** Cuts the range of a profile into round bins; undefined where there is nothing to cut. */
export function binsOf(column: Column, { low, high }: ColumnProfile): Bins | undefined {
  const shape = shapeOf(column);
  if (low === null || high === null || shape === 'values') return undefined;
  const read = shape === 'days' ? secondsOf : Number;
  const [from, to] = [read(low), read(high)];
  if (!Number.isFinite(from) || !Number.isFinite(to) || from === to) return undefined;
  const isWhole = shape === 'days' || /INT/.test(column.type);
  const least = column.type === 'DATE' ? daySeconds : isWhole ? 1 : 0;
  const width = Math.max(least, roundWidth((to - from) / mostBins, shape === 'days'));
  const first = Math.floor(from / width) * width;
  const count = Math.floor((to - first) / width) + 1;
  const edge = (i: number): string =>
    shape === 'days'
      ? textOfSeconds(first + i * width, column.type)
      : numberText(first + i * width);
  const edges = Array.from({ length: count + 1 }, (_, i) => edge(i));
  return { edges, first, width, unit: shape === 'days' ? 'second' : 'number' };
}

const timeWidths = [1, 5, 15, 60, 300, 900, 3600, 10_800, 21_600, 43_200, daySeconds];

function roundWidth(wanted: number, isTime: boolean): number {
  const known = isTime ? timeWidths.find((width) => width >= wanted) : undefined;
  if (known !== undefined) return known;
  const [scaled, base] = isTime ? [wanted / daySeconds, daySeconds] : [wanted, 1];
  const power = 10 ** Math.floor(Math.log10(scaled));
  return [1, 2, 5, 10].find((step) => step * power >= scaled * 0.999_999)! * power * base;
}

const secondsOf = (text: string): number =>
  Date.parse(
    `${text.replace(' ', 'T').replace(/(\.\d{3})\d+$/, '$1')}${text.length > 10 ? 'Z' : ''}`,
  ) / 1000;

function textOfSeconds(seconds: number, type: string): string {
  const text = new Date(seconds * 1000).toISOString();
  return type === 'DATE' ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}

const numberText = (value: number): string => String(Number(value.toPrecision(12)));

/** Rows in each bin: `bin`, `n`. Values that are no number (NaN, infinite) fall in none. */
export function planBins(table: ViewedTable, column: Column, view: RowView, bins: Bins): string {
  const name = ident(column.name);
  const value = bins.unit === 'second' ? `epoch(${name})` : `cast(${name} as double)`;
  const where = planWhere(table, view);
  return `select cast(floor((value - ${bins.first}) / ${bins.width}) as bigint) as bin, count(*) as n
from (select ${value} as value from ${relation(table.name)}${where}) as valued
where isfinite(value) group by 1 order by 1`;
}

/** The filters that a bin stands for. */
export function filtersOfBin({ name }: Column, bins: Bins, bin: number): RowFilter[] {
  return [
    { column: name, op: 'from', value: bins.edges[bin]! },
    { column: name, op: 'below', value: bins.edges[bin + 1]! },
  ];
}
