import { ident } from '../../lib/sql.ts';

// Unit and record separators cannot be confused with a value: an absent value and an empty one differ.
const canonicalText = (column: string): string =>
  `coalesce(cast(${ident(column)} as varchar), chr(30))`;

/**
 * SQL for the content hash of a table per partition: rows (ds, rows, hash), whatever their order.
 * A row's canonical form is its columns in order as DuckDB text, joined by U+001F, null as U+001E; the hash is
 * the count and the sum of the lower half of each row's MD5. Equal between hosts, encodings, orders and writers.
 */
export function planContentHash(relation: string, columns: string[], partitioned: boolean): string {
  const row = `concat_ws(chr(31), ${columns.map(canonicalText).join(', ')})`;
  const ds = partitioned ? 'ds' : "''";
  return `select ds, count(*) as n,
  cast(sum(cast(md5_number_lower(line) as hugeint)) as varchar) as sums
from (select ${ds} as ds, ${row} as line from ${relation}) group by ds order by ds`;
}
