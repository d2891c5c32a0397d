import { placeOf } from './extract-refs.ts';
import type { Problems } from './problems.ts';
import { columnsOfSource } from './source-columns.ts';

// What may hold anything: texts, comments and references.
const hidden = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|\{\{[\s\S]*?\}\}/g;
const table = /(?<![\w."])"?([A-Za-z_]\w*)"?\s*\.\s*"?([A-Za-z_]\w*)"?(?!\w|\s*\()/g;

/**
 * Tells tables that SQL names by themselves: without `ref` or `source` nobody knows that they must be built before, so that the order,
 * the area, selection and lineage would be wrong. `models`: all models as `schema.name`.
 */
export function checkPlainTables(
  file: string,
  sql: string,
  models: ReadonlySet<string>,
  problems: Problems,
): void {
  const bare = sql.replaceAll(hidden, (text) => text.replaceAll(/[^\n]/g, ' '));
  for (const match of bare.matchAll(table)) {
    const [schema, name] = [match[1]!.toLowerCase(), match[2]!.toLowerCase()];
    const full = `${schema}.${name}`;
    const isSource = columnsOfSource(full) !== undefined;
    if (!isSource && !models.has(full)) continue;
    const instead = isSource ? `source('${schema}', '${name}')` : `ref('${name}')`;
    const message = `a table is read by {{ ${instead} }}, not by its name: ${full}`;
    problems.add(file, message, placeOf(sql, match.index));
  }
}
