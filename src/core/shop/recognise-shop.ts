import type { Role } from '../ingest/mapping.ts';
import { nameFit } from '../ingest/role-names.ts';
import { shopTables } from './shop-table.ts';
import type { ShopTable } from './shop-table.ts';
import { shopExports } from './shop-columns.ts';
import type { ShopExport } from './shop-columns.ts';

/** What a file of a shop was recognised as. */
export interface RecognisedShop {
  table: ShopTable;
  /** Columns of the export that the file lacks. */
  missing: string[];
  /** Columns of the file that are left out. */
  extra: string[];
  /** Our column to the file's. */
  columns: Record<string, string>;
}

/** Roles that only a website's requests play: a file with one of these is never a shop's. */
const webRoles: readonly Role[] = [
  'ip',
  'user_agent',
  'referrer',
  'anonymous_id',
  'method',
  'host',
];

function isOfWebsite(column: string): boolean {
  return webRoles.some((role) => nameFit(column, role) > 0) || /^utm_/i.test(column);
}

/**
 * Which of a shop's exports a file with these columns is; undefined: none, or more than one would do. Upper and lower case,
 * `camelCase`, spaces and common synonyms are the same name.
 */
export function recogniseShop(columns: readonly string[]): RecognisedShop | undefined {
  const byName = new Map(columns.map((column) => [plainName(column), column]));
  if (columns.some(isOfWebsite)) return undefined;
  const fits = shopTables
    .map((table) => matchExport(shopExports[table], byName, columns))
    .filter((fit) => fit !== undefined)
    .sort((a, b) => b.exact - a.exact || b.matched - a.matched);
  const [best, next] = fits;
  if (best === undefined) return undefined;
  const isTie = next !== undefined && next.exact === best.exact && next.matched === best.matched;
  return isTie ? undefined : best.recognised;
}

interface Fit {
  recognised: RecognisedShop;
  /** Columns found under their own name, and all that were found. */
  exact: number;
  matched: number;
}

function matchExport(
  { table, columns: wanted, anyOf }: ShopExport,
  byName: ReadonlyMap<string, string>,
  all: readonly string[],
): Fit | undefined {
  const found: Record<string, string> = {};
  const exact = wanted.filter(({ name }) => byName.has(name));
  for (const { name } of exact) found[name] = byName.get(name)!;
  const taken = new Set(Object.values(found));
  for (const { name, aliases } of wanted) {
    if (name in found) continue;
    const other = aliases.map((alias) => byName.get(alias));
    const free = other.find((column) => column !== undefined && !taken.has(column));
    if (free === undefined) continue;
    found[name] = free;
    taken.add(free);
  }
  const isKnown =
    wanted.every(({ name, isKnownBy }) => !isKnownBy || name in found) &&
    anyOf.every((group) => group.some((name) => name in found));
  if (!isKnown) return undefined;
  const recognised: RecognisedShop = {
    table,
    missing: wanted.map(({ name }) => name).filter((name) => !(name in found)),
    extra: all.filter((column) => !taken.has(column)),
    columns: found,
  };
  return { recognised, exact: exact.length, matched: taken.size };
}

/** `Order ID`, `orderId` and `ORDER-ID` as `order_id`. */
function plainName(column: string): string {
  return column
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}
