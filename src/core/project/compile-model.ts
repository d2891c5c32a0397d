import { WorkbenchError } from '../errors.ts';
import { extractRefs, placeOf } from './extract-refs.ts';
import type { Reference } from './extract-refs.ts';
import type { Project } from './model.ts';

/**
 * The SQL DuckDB runs: each `{{ ref('x') }}` becomes `schema.x`, each `{{ source('s', 'x') }}` becomes `s.x`.
 * Throws `model-broken` naming the place of a reference to an unknown model.
 */
export function compileModel(sql: string, file: string, project: Pick<Project, 'models'>): string {
  return replaceRefs(sql, file, (reference) => {
    if (reference.kind === 'source') return `${reference.schema}.${reference.name}`;
    const model = project.models.get(reference.name);
    if (model) return `${model.schema}.${model.name}`;
    const place = placeOf(sql, reference.start);
    throw new WorkbenchError('model-broken', `unknown model: ${reference.name}`, {
      file,
      ...place,
    });
  });
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
