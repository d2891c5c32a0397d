import { ident, literal, relation } from '../../lib/sql.ts';

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

/** The rows of a table or of one partition with the types of the published format, sorted by key. */
export function planTableRows(table: PublishedTable, ds?: string): string {
  const columns = table.columns.map(
    ({ name, type }) => `cast(${ident(name)} as ${type}) as ${ident(name)}`,
  );
  const order = table.key.length === 0 ? '' : ` order by ${table.key.map(ident).join(', ')}`;
  return `select ${columns.join(', ')} from ${relation(table.name)}${where(ds)}${order}`;
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
 * A cell as CSV text. A text that a spreadsheet would run as a formula (starts with = + - @, tab or return) gets a
 * leading apostrophe, as OWASP's page on CSV injection advises; numbers stay numbers.
 */
function csvCell(name: string, type: string): string {
  const column = ident(name);
  if (!isText(type) && !isMap(type)) return `coalesce(cast(${column} as varchar), '')`;
  const text = isMap(type) ? mapAsJson(column) : `cast(${column} as varchar)`;
  const guarded = `case when regexp_matches(${text}, '^[=+@\\t\\r-]') then '''' || ${text} else ${text} end`;
  return `coalesce('"' || replace(${guarded}, '"', '""') || '"', '')`;
}

/** A query of one column `line`: the table's rows as CSV lines, without the header. */
export function planCsvLines(table: PublishedTable): string {
  const cells = table.columns.map(({ name, type }) => csvCell(name, type));
  const order = table.key.length === 0 ? '' : ` order by ${table.key.map(ident).join(', ')}`;
  return `select ${cells.join(" || ',' || ")} as line from ${relation(table.name)}${order}`;
}

/** The header line of a table's CSV. Our column names need no quotes. */
export function csvHeader(table: PublishedTable): string {
  return table.columns.map(({ name }) => name).join(',');
}
