import { compileModel } from './compile-model.ts';
import { extractRefs, placeOf } from './extract-refs.ts';
import type { Project } from './model.ts';

/**
 * Line and column, from 1, in the SQL that a person wrote, of an offset (in UTF-16 units) in what it is compiled to. A place inside
 * a compiled reference is where its braces open.
 */
export function sourcePlace(
  sql: string,
  file: string,
  project: Pick<Project, 'models'>,
  offset: number,
): { line: number; column: number } {
  const compile = (text: string): string => compileModel(`;${text};`, file, project).slice(1, -1);
  const lead = sql.length - sql.trimStart().length;
  // How far the written SQL is ahead of the compiled one.
  let ahead = lead;
  for (const { start, end } of extractRefs(sql, file)) {
    if (offset + ahead < start) break;
    const compiled = compile(sql.slice(start, end)).length;
    if (offset + ahead < start + compiled) return placeOf(sql, start);
    ahead += end - start - compiled;
  }
  return placeOf(sql, Math.min(offset + ahead, sql.length));
}
