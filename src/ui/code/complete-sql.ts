import { sqlScope } from './sql-scope.ts';
import type { Catalogue } from './sql-scope.ts';
import { sqlTokens } from './sql-tokens.ts';
import type { SqlToken } from './sql-tokens.ts';

/** Something to write next. `apply` is written where it is not the label itself. */
export interface Offer {
  label: string;
  kind: 'model' | 'source' | 'cte' | 'column' | 'key' | 'value';
  detail?: string;
  apply?: string;
}

/** Offers for the text from `from` to the cursor. */
export interface Offers {
  from: number;
  offers: Offer[];
}

/** What may stand at `offset` of a model's SQL: models and sources in braces and after `from`, CTEs, columns in scope. */
export function completeSql(sql: string, offset: number, catalogue: Catalogue): Offers | null {
  const before = sql.slice(0, offset);
  const inBraces = completeBraces(before, catalogue);
  if (inBraces) return inBraces;
  if (sqlTokens(sql).some((token) => isAround(token, offset))) return null;
  const word = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(before)?.[0] ?? '';
  const from = offset - word.length;
  const lead = before.slice(0, from);
  const { relations, ctes } = sqlScope(sql, catalogue);
  const qualifier = /([\p{L}_$][\p{L}\p{N}_$]*)\.$/u.exec(lead)?.[1];
  if (qualifier !== undefined)
    return { from, offers: columnOffers([[qualifier, relations.get(qualifier) ?? []]]) };
  if (/\b(from|join)\s+$/i.test(lead))
    return { from, offers: [...ctes.map(cteOffer), ...referenceOffers(catalogue)] };
  if (word === '') return null;
  return { from, offers: [...columnOffers(relations), ...ctes.map(cteOffer)] };
}

/** Whether the cursor stands in a comment, text or braces; the end of a line's comment is still in it. */
function isAround({ kind, text, start, end }: SqlToken, offset: number): boolean {
  if (kind === 'comment' && text.startsWith('--')) return start < offset && offset <= end;
  return ['comment', 'text', 'braces'].includes(kind) && start < offset && offset < end;
}

function completeBraces(before: string, catalogue: Catalogue): Offers | null {
  const names = [...catalogue.keys()];
  const sources = names.filter((name) => name.includes('.')).map((name) => name.split('.'));
  const ref = /\{\{\s*ref\(\s*['"](\w*)$/.exec(before);
  if (ref) return at(before, ref[1]!, names.filter((name) => !name.includes('.')).map(modelOffer));
  const table = /\{\{\s*source\(\s*['"](\w+)['"]\s*,\s*['"](\w*)$/.exec(before);
  if (table) {
    const own = sources.filter(([schema]) => schema === table[1]);
    return at(
      before,
      table[2]!,
      own.map(([, name]) => ({ label: name!, kind: 'source' })),
    );
  }
  const schema = /\{\{\s*source\(\s*['"](\w*)$/.exec(before);
  if (!schema) return null;
  const schemas = [...new Set(sources.map(([name]) => name!))];
  return at(
    before,
    schema[1]!,
    schemas.map((label) => ({ label, kind: 'source' })),
  );
}

const at = (before: string, typed: string, offers: Offer[]): Offers => ({
  from: before.length - typed.length,
  offers,
});

function referenceOffers(catalogue: Catalogue): Offer[] {
  return [...catalogue.keys()].map((name) => {
    const [schema, table] = name.split('.');
    return table === undefined
      ? { ...modelOffer(name), apply: `{{ ref('${name}') }}` }
      : { label: name, kind: 'source', apply: `{{ source('${schema}', '${table}') }}` };
  });
}

function columnOffers(relations: Iterable<readonly [string, readonly string[]]>): Offer[] {
  const of = new Map<string, string[]>();
  for (const [relation, columns] of relations)
    for (const column of columns) of.set(column, [...(of.get(column) ?? []), relation]);
  return [...of].map(([label, from]) => ({ label, kind: 'column', detail: from.join(', ') }));
}

const modelOffer = (label: string): Offer => ({ label, kind: 'model' });
const cteOffer = (label: string): Offer => ({ label, kind: 'cte' });
