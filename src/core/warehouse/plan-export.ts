import { ident, literal, relation } from '../../lib/sql.ts';
import { planOrder, planWhere } from '../explore/table-view.ts';
import type { RowView, ViewedTable } from '../explore/table-view.ts';

/** A published table as the model's YAML describes it. */
export interface PublishedTable {
  /** `core.fct_website_events` */
  name: string;
  description: string;
  columns: { name: string; type: string; description: string }[];
  partitioned: boolean;
  /** Columns of the grain: files are sorted by them. */
  key: string[];
}

function where(ds: string | undefined): string {
  return ds === undefined ? '' : ` where ds = ${literal(ds)}`;
}

/** Rows that are sorted and kept at a time while a table is published. */
const sliceRows = 100_000;

/** A run of days, both ends included; undefined: the whole table. */
export type DayRange = { from: string; to: string } | undefined;

/** Cuts a table's days, in order, into runs of about `sliceRows` rows; a larger day is a run of its own. */
export function planSlices(days: { ds: string; rows: number }[]): DayRange[] {
  const ranges: { from: string; to: string }[] = [];
  let rows = Infinity;
  for (const day of days) {
    if (day.ds === '') return [undefined];
    rows += day.rows;
    if (rows > sliceRows) {
      ranges.push({ from: day.ds, to: day.ds });
      rows = day.rows;
    } else {
      ranges.at(-1)!.to = day.ds;
    }
  }
  return ranges;
}

function publishedColumns(table: PublishedTable): string {
  return table.columns
    .map(({ name, type }) => `cast(${ident(name)} as ${type}) as ${ident(name)}`)
    .join(', ');
}

/** The rows of some days with the published types, sorted by ds and key. */
export function planSlice(table: PublishedTable, range: DayRange): string {
  const order = table.partitioned
    ? ['ds', ...table.key.filter((column) => column !== 'ds')]
    : table.key;
  const days =
    range === undefined ? '' : ` where ds between ${literal(range.from)} and ${literal(range.to)}`;
  const sorted = order.length === 0 ? '' : ` order by ${order.map(ident).join(', ')}`;
  return `select ${publishedColumns(table)} from ${relation(table.name)}${days}${sorted}`;
}

/** The rows of a table or of one partition with the types of the published format, sorted by key. */
export function planTableRows(table: PublishedTable, ds?: string): string {
  return `select ${publishedColumns(table)} from ${relation(table.name)}${where(ds)}${planTableOrder(table)}`;
}

const planTableOrder = ({ key }: PublishedTable): string =>
  key.length === 0 ? '' : ` order by ${key.map(ident).join(', ')}`;

/** The rows of a view with the types of the published format; `table` says whether its rows have ids. */
export function planViewRows(table: PublishedTable & ViewedTable, view: RowView): string {
  const order = planOrder(table, view) || planTableOrder(table);
  return `select ${publishedColumns(table)} from ${relation(table.name)}${planWhere(table, view)}${order}`;
}

const isText = (type: string): boolean => type === 'VARCHAR';
const isMap = (type: string): boolean => type.startsWith('MAP');

/** A map as JSON text. Control characters become spaces: they have no place in a property. */
function mapAsJson(column: string): string {
  const quoted = (side: string): string =>
    `'"' || regexp_replace(replace(replace(e.${side}, chr(92), chr(92) || chr(92)), '"', chr(92) || '"'), '[\\x00-\\x1f]', ' ', 'g') || '"'`;
  const pairs = `list_transform(map_entries(${column}), lambda e: ${quoted('key')} || ':' || ${quoted('value')})`;
  return `'{' || array_to_string(${pairs}, ',') || '}'`;
}

/**
 * A cell as CSV text. A text that a spreadsheet would run as a formula (starts with = + - @, also full-width, with a tab or a
 * line end) gets a leading apostrophe, as OWASP's page on CSV injection advises; numbers stay numbers.
 */
function csvCell(name: string, type: string): string {
  const column = ident(name);
  if (!isText(type) && !isMap(type)) return `coalesce(cast(${column} as varchar), '')`;
  const text = isMap(type) ? mapAsJson(column) : `cast(${column} as varchar)`;
  const guarded = `case when regexp_matches(${text}, '^[=+@\\t\\r\\n\uff1d\uff0b\uff0d\uff20-]') then '''' || ${text} else ${text} end`;
  return `coalesce('"' || replace(${guarded}, '"', '""') || '"', '')`;
}

/** A query of one column `line`: the table's rows, or those of a view, as CSV lines, without the header. */
export function planCsvLines(table: PublishedTable & ViewedTable, view?: RowView): string {
  const cells = table.columns.map(({ name, type }) => csvCell(name, type));
  const where = view === undefined ? '' : planWhere(table, view);
  const order = (view && planOrder(table, view)) || planTableOrder(table);
  return `select ${cells.join(" || ',' || ")} as line from ${relation(table.name)}${where}${order}`;
}

/** The header line of a table's CSV. Our column names need no quotes. */
export function csvHeader(table: PublishedTable): string {
  return table.columns.map(({ name }) => name).join(',');
}
