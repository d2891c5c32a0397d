import { literal } from '../../lib/sql.ts';
import { WorkbenchError } from '../errors.ts';
import { extractRefs, placeOf } from './extract-refs.ts';
import type { Reference } from './extract-refs.ts';
import type { Project } from './model.ts';

/**
 * The SQL DuckDB runs: each `{{ ref('x') }}` becomes `schema.x`, each `{{ source('s', 'x') }}` becomes `s.x`. With `days`, only
 * these are read of models that are partitioned by ds. Throws `model-broken` naming the place of a reference to an unknown model.
 */
export function compileModel(
  sql: string,
  file: string,
  project: Pick<Project, 'models'>,
  days?: ReadonlySet<string>,
): string {
  return replaceRefs(sql, file, (reference, after) => {
    if (reference.kind === 'source') return `${reference.schema}.${reference.name}`;
    const model = project.models.get(reference.name);
    if (model) {
      const name = `${model.schema}.${model.name}`;
      if (days === undefined || !model.partitioned) return name;
      const rows = `(select * from ${name} where ds in (${listOf(days)}))`;
      return isNamed(after) ? rows : `${rows} as ${model.name}`;
    }
    const place = placeOf(sql, reference.start);
    throw new WorkbenchError('model-broken', `unknown model: ${reference.name}`, {
      file,
      ...place,
    });
  });
}

/** Days as SQL; no day at all where there is none. */
export function listOf(days: ReadonlySet<string>): string {
  return days.size === 0 ? "''" : [...days].sort().map(literal).join(', ');
}

// What may follow a table in SQL and is no name for it.
const clauses =
  /^\s*(?:where|join|inner|left|right|full|cross|natural|asof|positional|semi|anti|on|using|group|order|having|qualify|window|limit|offset|union|except|intersect|tablesample|pivot|unpivot|fetch)\b/i;

/** Whether what follows a table in SQL gives it another name. */
export function isNamed(after: string): boolean {
  const text = after.replace(/^(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)+/, ' ');
  return !clauses.test(text) && /^\s*(?:[a-z_]|")/i.test(text);
}

/** SQL with each reference replaced; `replace` is told what follows it, up to the next. */
export function replaceRefs(
  sql: string,
  file: string,
  replace: (reference: Reference, after: string) => string,
): string {
  const references = extractRefs(sql, file);
  const pieces = references.map((reference, i) => {
    const after = sql.slice(reference.end, references[i + 1]?.start);
    return replace(reference, after) + after;
  });
  return (sql.slice(0, references[0]?.start) + pieces.join('')).trim();
}
