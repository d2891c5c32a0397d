import { literal, relation } from '../../lib/sql.ts';
import { planWhere, sortKey } from './table-view.ts';
import type { RowView, ViewedTable } from './table-view.ts';

/**
 * Where a long order is cut into pieces, so that the rows at a position are found by sorting one piece and not the whole: values are
 * drawn, every so many of them in their order cuts, and the rows between two cuts are counted. A value that cuts more than once is a
 * piece of its own: its rows are equal, in the order in which they are stored.
 */
export interface Cut {
  /** As text. */
  value: string;
  isPiece: boolean;
}

/** Rows that are next to each other in an order. */
export interface Piece {
  /** Position of its first row. */
  first: number;
  rows: number;
  /** SQL that is true for its rows. */
  condition: string;
  /** Whether they are all equal in what is sorted by. */
  isEven: boolean;
}

/** A view that is sorted, on a table whose rows have ids. */
export type SortedView = RowView & { sort: NonNullable<RowView['sort']> };

/** Rows that a piece should have; those of the longest orders have more. */
const pieceRows = 10_000;
const mostCuts = 1_000;
/** Drawn values for each cut: fewer make uneven pieces. */
const drawnPerCut = 32;
/** Characters of cuts that go into a statement at most: of texts that are longer, fewer cut. */
const mostText = 500_000;

/** Rows of `value` and `drawn`: the values that cut, in order, and how often each does. `total`: rows of the view. */
export function planCuts(table: ViewedTable, view: SortedView, total: number): string {
  const { value } = sortKey(table, view.sort.column);
  const cuts = Math.min(mostCuts, Math.ceil(total / pieceRows));
  const each = Math.max(1, Math.floor(total / (cuts * drawnPerCut)));
  const drawn = both(
    planWhere(table, view),
    `${cutting(table, view)} is not null and hash(rowid) % ${each} = 0`,
  );
  return `select cast(value as varchar) as value, count(*) as drawn
from (select ${value} as value, row_number() over (order by ${value}) as place from ${relation(table.name)}${drawn}) as drawn
where place % ${drawnPerCut} = 0 group by drawn.value order by drawn.value`;
}

// NaN comes after all numbers, but in a histogram before them: it is left to the last piece.
function cutting(table: ViewedTable, { sort }: SortedView): string {
  const { value, type } = sortKey(table, sort.column);
  return /^(FLOAT|DOUBLE|REAL)$/.test(type) ? `nullif(${value}, cast('nan' as ${type}))` : value;
}

/** Reads the rows of `planCuts`. */
export function readCuts(rows: readonly (readonly unknown[])[]): Cut[] {
  let cuts = rows.map(([value, drawn]) => ({ value: String(value), isPiece: Number(drawn) > 1 }));
  while (cuts.reduce((sum, { value }) => sum + value.length, 0) > mostText)
    cuts = cuts.filter((_, i) => i % 2 === 1);
  return cuts;
}

/** Counts for `readPieces`. One row: rows up to each cut and not up to the one before, rows of each value that is a piece, rows with a value. */
export function planPieces(table: ViewedTable, view: SortedView, cuts: readonly Cut[]): string {
  const { value, type } = sortKey(table, view.sort.column);
  const listed = (some: readonly Cut[]): string =>
    `[${some.map((cut) => literal(cut.value)).join(', ')}]::${type}[]`;
  const counted = (name: string, some: readonly Cut[]): string =>
    some.length === 0
      ? `''`
      : `array_to_string(map_values(${name}(cutting, ${listed(some)})), ' ')`;
  const even = cuts.filter(({ isPiece }) => isPiece);
  return `select ${counted('histogram', cuts)} as upto, ${counted('histogram_exact', even)} as same, count(value) as filled
from (select ${value} as value, ${cutting(table, view)} as cutting
from ${relation(table.name)}${planWhere(table, view)}) as valued`;
}

/** The pieces of the order, first to last. `total`: rows of the view; those that the counts leave have no value. */
export function readPieces(
  table: ViewedTable,
  view: SortedView,
  cuts: readonly Cut[],
  [upto, same, filled]: readonly unknown[],
  total: number,
): Piece[] {
  const { value, type } = sortKey(table, view.sort.column);
  const ways = { value, type, upto: numbers(upto), same: numbers(same), filled: Number(filled) };
  const up = ascending(cuts, ways);
  const empty = {
    ...{ rows: total - Number(filled), isEven: true },
    condition: `${value} is null`,
  };
  let first = 0;
  return [...(view.sort.descending ? up.toReversed() : up), empty]
    .filter(({ rows }) => rows > 0)
    .map((piece) => {
      const placed = { ...piece, first };
      first += piece.rows;
      return placed;
    });
}

interface Counts {
  value: string;
  type: string;
  upto: number[];
  same: number[];
  filled: number;
}

function ascending(cuts: readonly Cut[], counts: Counts): Omit<Piece, 'first'>[] {
  const { value, type } = counts;
  const same = [...counts.same];
  const pieces: Omit<Piece, 'first'>[] = [];
  let after: string[] = [];
  cuts.forEach((cut, i) => {
    const at = `cast(${literal(cut.value)} as ${type})`;
    const alike = cut.isPiece ? same.shift()! : 0;
    const sign = cut.isPiece ? '<' : '<=';
    const condition = [...after, `${value} ${sign} ${at}`].join(' and ');
    pieces.push({ rows: counts.upto[i]! - alike, condition, isEven: false });
    if (cut.isPiece) pieces.push({ rows: alike, condition: `${value} = ${at}`, isEven: true });
    after = [`${value} > ${at}`];
  });
  const last = counts.filled - pieces.reduce((sum, { rows }) => sum + rows, 0);
  const condition = after[0] ?? `${value} is not null`;
  return [...pieces, { rows: last, condition, isEven: false }];
}

const numbers = (text: unknown): number[] => {
  const parts = typeof text === 'string' ? text.split(' ') : [];
  return parts.filter((part) => part !== '').map(Number);
};

const both = (where: string, condition: string): string =>
  where === '' ? ` where ${condition}` : `${where} and ${condition}`;
