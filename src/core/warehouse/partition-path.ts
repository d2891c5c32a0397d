/** Where a data file lies in the store: `warehouse/core/fct_x/ds=2026-09-01/0123456789abcdef.parquet`; no ds folder for ''. */
export function partitionPath(table: string, ds: string, sha256: string): string {
  const match = /^([a-z0-9_]+)\.([a-z0-9_]+)$/.exec(table);
  if (match === null) throw new RangeError(`not a table of the warehouse: ${table}`);
  if (ds !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(ds)) throw new RangeError(`not a ds: ${ds}`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`not a sha256: ${sha256}`);
  const folder = ds === '' ? '' : `ds=${ds}/`;
  return `warehouse/${match[1]}/${match[2]}/${folder}${sha256.slice(0, 16)}.parquet`;
}

/** Where staged events of held runs lie: beside the tables, in none of them. */
export const heldTable = 'held.stg_web_events';

/** Where the staged exports of held runs of a shop lie. */
export const heldExports = 'held.shop_exports';
