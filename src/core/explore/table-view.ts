import { ident, literal, relation } from '../../lib/sql.ts';

/** A condition on one column. `from` and `below` bound a range (below: not included), `upto` includes its end. */
export interface RowFilter {
  column: string;
  op: 'is' | 'not' | 'contains' | 'from' | 'below' | 'upto' | 'null' | 'filled';
  /** '' for `null` and `filled`. */
  value: string;
}

export type FilterOp = RowFilter['op'];

/** Which rows of a table, in which order. */
export interface RowView {
  filters: readonly RowFilter[];
  /** Looked for in every text column, whatever the case; '' for none. */
  search: string;
  sort?: { column: string; descending: boolean };
}

/** A table as far as it is needed to compile a view of it: types as published. */
export interface ViewedTable {
  name: string;
  columns: readonly { name: string; type: string }[];
  /** Its rows have a `rowid`, in the order in which they are stored: so has a table, a view has not. */
  hasRowIds?: boolean;
}

export const wholeTable: RowView = { filters: [], search: '' };

const isText = (type: string): boolean => type === 'VARCHAR';

/** The condition of a view, with its `where`; '' for all rows. Filters on columns that the table does not have are left out. */
export function planWhere(table: ViewedTable, { filters, search }: RowView): string {
  const conditions = filters.flatMap((filter) => {
    const column = table.columns.find(({ name }) => name === filter.column);
    return column === undefined ? [] : [condition(column, filter)];
  });
  if (search !== '') conditions.push(searched(table, search));
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}

function condition({ name, type }: ViewedTable['columns'][number], filter: RowFilter): string {
  const column = ident(name);
  if (filter.op === 'null') return `${column} is null`;
  if (filter.op === 'filled') return `${column} is not null`;
  if (filter.op === 'contains') return contains(column, filter.value);
  // In memory a text may be an ENUM, which knows its own values only.
  const [left, right] = isText(type)
    ? [`cast(${column} as varchar)`, literal(filter.value)]
    : [column, `try_cast(${literal(filter.value)} as ${type})`];
  const signs = { is: '=', not: 'is distinct from', from: '>=', below: '<', upto: '<=' } as const;
  return `${left} ${signs[filter.op]} ${right}`;
}

const contains = (column: string, text: string): string =>
  `contains(lower(cast(${column} as varchar)), lower(${literal(text)}))`;

function searched({ columns }: ViewedTable, text: string): string {
  const places = columns
    .filter(({ type }) => isText(type) || type.startsWith('MAP'))
    .map(({ name }) => contains(ident(name), text));
  return places.length === 0 ? 'false' : `(${places.join(' or ')})`;
}

/**
 * The order of a view, with its `order by`. Rows that are equal there stay as they are stored, or, where rows have no ids, are told
 * apart by all other columns: pages do not overlap. `fromEnd`: the same rows from the last to the first.
 */
export function planOrder(table: ViewedTable, { sort }: RowView, fromEnd = false): string {
  if (!isSorted(table, sort)) return '';
  const [up, last] = fromEnd ? ['desc', 'nulls first'] : ['asc', 'nulls last'];
  const way = sort.descending === fromEnd ? 'asc' : 'desc';
  const others = table.columns.filter(({ name }) => name !== sort.column);
  const rest = table.hasRowIds
    ? [`rowid ${up}`]
    : others.map(({ name }) => `${ident(name)} ${up} ${last}`);
  return ` order by ${[`${sortKey(table, sort.column).value} ${way} ${last}`, ...rest].join(', ')}`;
}

/** Whether a view sorts by a column that there is. */
export function isSorted(
  table: ViewedTable,
  sort: RowView['sort'],
): sort is NonNullable<typeof sort> {
  return sort !== undefined && table.columns.some(({ name }) => name === sort.column);
}

const orderly =
  /^(U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|BOOLEAN|FLOAT|DOUBLE|REAL|DECIMAL\(.*\)|DATE|TIME|TIMESTAMP)$/;

/** What rows are sorted by, and its type. What has no order of its own is sorted as its text; an ENUM, which a text may be in memory, too. */
export function sortKey(table: ViewedTable, name: string): { value: string; type: string } {
  const type = table.columns.find((one) => one.name === name)?.type;
  return type !== undefined && orderly.test(type)
    ? { value: ident(name), type }
    : { value: `cast(${ident(name)} as varchar)`, type: 'VARCHAR' };
}

/** The rows of a view, all columns; without a sort in the order in which the table is stored. */
export function planRows(table: ViewedTable, view: RowView): string {
  return `${planUnordered(table, view)}${planOrder(table, view)}`;
}

function planUnordered(table: ViewedTable, view: RowView): string {
  const columns = table.columns.map(({ name }) => ident(name)).join(', ');
  return `select ${columns} from ${relation(table.name)}${planWhere(table, view)}`;
}

/**
 * One page of them. Where the rows are sorted and `total` says how many there are, the second half is read from the end: the first
 * rows of an order are found without sorting the rest.
 */
export function planPage(
  table: ViewedTable,
  view: RowView,
  { offset, limit, total = 0 }: { offset: number; limit: number; total?: number },
): string {
  const after = total - offset;
  if (!isSorted(table, view.sort) || after <= 0 || after >= offset)
    return `${planRows(table, view)} limit ${limit} offset ${offset}`;
  const count = Math.min(limit, after);
  const fromEnd = `${planUnordered(table, view)}${planOrder(table, view, true)}`;
  return `select * from (${fromEnd} limit ${count} offset ${after - count}) as page${planOrder(table, view)}`;
}

/** How many rows a view has: `n`. */
export function planCount(table: ViewedTable, view: RowView): string {
  return `select count(*) as n from ${relation(table.name)}${planWhere(table, view)}`;
}
