import type { Offer, Offers } from '../code/complete-sql.ts';
import { findCtes } from '../code/find-ctes.ts';
import { sqlTokens } from '../code/sql-tokens.ts';

type Tables = ReadonlyMap<string, readonly string[]>;

const noAlias =
  /^(on|using|where|group|order|join|left|right|inner|full|cross|limit|having|qualify|union|except|intersect|window|natural|select)$/i;

/** What may stand at `offset` of a query over published tables: tables and CTEs after `from`, else columns of what is read. */
export function completeQuery(sql: string, offset: number, tables: Tables): Offers | null {
  const isInside = sqlTokens(sql).some(
    ({ kind, start, end }) => ['comment', 'text'].includes(kind) && start < offset && offset < end,
  );
  if (isInside) return null;
  const before = sql.slice(0, offset);
  const word = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(before)?.[0] ?? '';
  const from = offset - word.length;
  const lead = before.slice(0, from);
  const ctes = findCtes(sql).map(({ name }): Offer => ({ label: name, kind: 'cte' }));
  const place = /\b(?:from|join)\s+(?:(\w+)\.)?$/i.exec(lead);
  if (place) {
    const schema = place[1];
    const names = [...tables.keys()].filter((name) => !schema || name.startsWith(`${schema}.`));
    const label = (name: string): string => (schema ? name.slice(schema.length + 1) : name);
    const found = names.map((name): Offer => ({ label: label(name), kind: 'model' }));
    return { from, offers: schema ? found : [...ctes, ...found] };
  }
  const read = relationsOf(sql, tables);
  const qualifier = /([\p{L}_$][\p{L}\p{N}_$]*)\.$/u.exec(lead)?.[1];
  if (qualifier === undefined && word === '') return null;
  const shown = qualifier === undefined ? [...read.values()] : [read.get(qualifier) ?? []];
  const columns = [...new Set(shown.flat())].map((label): Offer => ({ label, kind: 'column' }));
  return { from, offers: qualifier === undefined ? [...columns, ...ctes] : columns };
}

/** Columns of the published tables that a query names, by table and alias. */
function relationsOf(sql: string, tables: Tables): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, schema, table, alias] of sql.matchAll(
    /\b(\w+)\.(\w+)\b(?:\s+(?:as\s+)?([\p{L}_]\w*))?/giu,
  )) {
    const columns = tables.get(`${schema}.${table}`);
    if (columns === undefined) continue;
    found.set(table!, columns);
    if (alias !== undefined && !noAlias.test(alias)) found.set(alias, columns);
  }
  return found;
}
