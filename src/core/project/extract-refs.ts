import { brokenBy, Problems } from './problems.ts';

/** One `{{ ... }}` of a model and where it stands. */
export type Reference =
  | { kind: 'ref'; name: string; start: number; end: number }
  | { kind: 'source'; schema: string; name: string; start: number; end: number };

const braces = /\{\{([\s\S]*?)\}\}/g;
const ref = /^\s*ref\(\s*(['"])(\w+)\1\s*\)\s*$/;
const source = /^\s*source\(\s*(['"])(\w+)\1\s*,\s*(['"])(\w+)\3\s*\)\s*$/;

/** Finds `{{ ref('x') }}` and `{{ source('s', 'x') }}`. Anything else in braces throws `model-broken` with its place. */
export function extractRefs(sql: string, file: string): Reference[] {
  const problems = new Problems();
  const references = checkRefs(sql, file, problems);
  if (problems.all.length > 0) throw brokenBy(problems.all[0]!);
  return references;
}

/** Like `extractRefs`, but what is wrong goes to `problems`. */
export function checkRefs(sql: string, file: string, problems: Problems): Reference[] {
  return [...sql.matchAll(braces)].flatMap((match): Reference[] => {
    const start = match.index;
    const end = start + match[0].length;
    const inner = match[1] ?? '';
    const asRef = ref.exec(inner);
    if (asRef) return [{ kind: 'ref', name: asRef[2]!, start, end }];
    const asSource = source.exec(inner);
    if (asSource) return [{ kind: 'source', schema: asSource[2]!, name: asSource[4]!, start, end }];
    const message = `only ref and source are known in braces: ${match[0]}`;
    problems.add(file, message, placeOf(sql, start));
    return [];
  });
}

/** Line and column, from 1, of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before[before.length - 1]!.length + 1 };
}
