import { WorkbenchError } from '../errors.ts';
import { extractRefs, placeOf } from './extract-refs.ts';
import type { Project } from './model.ts';

/**
 * The SQL DuckDB runs: each `{{ ref('x') }}` becomes `schema.x`, each `{{ source('s', 'x') }}` becomes `s.x`.
 * Throws `model-broken` naming the place of a reference to an unknown model.
 */
export function compileModel(sql: string, file: string, project: Pick<Project, 'models'>): string {
  let compiled = '';
  let from = 0;
  for (const reference of extractRefs(sql, file)) {
    compiled += sql.slice(from, reference.start);
    from = reference.end;
    if (reference.kind === 'source') {
      compiled += `${reference.schema}.${reference.name}`;
      continue;
    }
    const model = project.models.get(reference.name);
    if (!model) {
      const place = placeOf(sql, reference.start);
      throw new WorkbenchError('model-broken', `unknown model: ${reference.name}`, {
        file,
        ...place,
      });
    }
    compiled += `${model.schema}.${model.name}`;
  }
  return (compiled + sql.slice(from)).trim();
}
