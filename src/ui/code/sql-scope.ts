import { findCtes } from './find-ctes.ts';
import { sqlTokens } from './sql-tokens.ts';
import type { SqlToken } from './sql-tokens.ts';

/** Columns by the name of a model (`dim_visitors`) or source (`shop.orders`). */
export type Catalogue = ReadonlyMap<string, readonly string[]>;

/** What can be named in a query: relations by name or alias, with their columns. */
export interface SqlScope {
  relations: Map<string, readonly string[]>;
  ctes: string[];
}

const reference =
  /^\{\{\s*(?:ref\(\s*['"](\w+)['"]\s*\)|source\(\s*['"](\w+)['"]\s*,\s*['"](\w+)['"]\s*\))\s*\}\}$/;
const noAlias =
  /^(on|using|where|group|order|join|left|right|inner|full|cross|semi|anti|asof|positional|limit|having|qualify|union|except|intersect|window|natural|select|lateral|tablesample)$/i;

/** What the query's models, sources and CTEs offer, wherever the cursor stands. */
export function sqlScope(sql: string, catalogue: Catalogue): SqlScope {
  const ctes = findCtes(sql);
  const relations = new Map<string, readonly string[]>();
  for (const { name, bodyStart, bodyEnd } of ctes) {
    const known = relationsOf(sql.slice(bodyStart, bodyEnd), catalogue, relations);
    relations.set(name, columnsOf(sql.slice(bodyStart, bodyEnd), known));
  }
  for (const [alias, columns] of relationsOf(sql, catalogue, relations))
    if (!relations.has(alias)) relations.set(alias, columns);
  return { relations, ctes: ctes.map(({ name }) => name) };
}

/** What `from` and `join` name, by alias and by name. */
function relationsOf(
  sql: string,
  catalogue: Catalogue,
  ctes: ReadonlyMap<string, readonly string[]>,
): Map<string, readonly string[]> {
  const tokens = code(sql);
  const found = new Map<string, readonly string[]>();
  tokens.forEach((token, index) => {
    if (!/^(from|join|,)$/i.test(token.text)) return;
    const relation = tokens[index + 1];
    if (!relation) return;
    const name = nameOf(relation);
    const columns = catalogue.get(name) ?? ctes.get(name);
    if (columns === undefined || (token.text === ',' && relation.kind !== 'braces')) return;
    const after = tokens[index + 2];
    const alias = after?.text.toLowerCase() === 'as' ? tokens[index + 3] : after;
    if (alias?.kind === 'word' && !noAlias.test(alias.text)) found.set(alias.text, columns);
    found.set(name.split('.').at(-1)!, columns);
  });
  return found;
}

function nameOf({ kind, text }: SqlToken): string {
  if (kind !== 'braces') return text;
  const [, model, schema, table] = reference.exec(text) ?? [];
  return model ?? `${schema}.${table}`;
}

/** The columns that a select gives: names, aliases, and what its stars stand for. */
function columnsOf(sql: string, known: ReadonlyMap<string, readonly string[]>): string[] {
  const tokens = code(sql);
  const begin = tokens.findIndex(({ text, depth }) => depth === 0 && /^select$/i.test(text));
  if (begin < 0) return [];
  const items: SqlToken[][] = [[]];
  for (const token of tokens.slice(begin + 1)) {
    if (token.depth === 0 && /^(from|union|where)$/i.test(token.text)) break;
    if (token.depth === 0 && token.text === ',') items.push([]);
    else items.at(-1)!.push(token);
  }
  return [...new Set(items.flatMap((item) => columnOf(item, known)))];
}

function columnOf(
  item: readonly SqlToken[],
  known: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const last = item.at(-1);
  if (last === undefined) return [];
  const star = item.findIndex(({ text, depth }) => text === '*' && depth === 0);
  const isStar = star === 0 || item[star - 1]?.text === '.' || /^distinct$/i.test(item[0]!.text);
  if (star >= 0 && isStar) {
    const alias = item[star - 1]?.text === '.' ? item[star - 2]?.text : undefined;
    return alias ? (known.get(alias) ?? []) : [...known.values()].flat();
  }
  return last.kind === 'word' || last.kind === 'quoted' ? [last.text.replaceAll('"', '')] : [];
}

const code = (sql: string): SqlToken[] => sqlTokens(sql).filter(({ kind }) => kind !== 'comment');
