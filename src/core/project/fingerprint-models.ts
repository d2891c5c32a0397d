import { murmur3h1 } from '../../lib/murmur3.ts';
import { compileModel } from './compile-model.ts';
import type { Project } from './model.ts';

const encoder = new TextEncoder();

/** A number for each model that is another when its SQL, or that of a model it is built from, is another. */
export function fingerprintModels(project: Pick<Project, 'models'>): Map<string, bigint> {
  const prints = new Map<string, bigint>();
  for (const { name, refs, sql, file, materialized } of project.models.values()) {
    const own = [materialized, compileModel(sql, file, project)];
    const text = [...own, ...refs.map((ref) => prints.get(ref))].join('\n');
    prints.set(name, murmur3h1(encoder.encode(text)));
  }
  return prints;
}
