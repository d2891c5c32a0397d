import type { QueryResult } from '../workbench.ts';
import { csvLine, renderTable, toJson } from './output.ts';

/** The text of a result, in pieces of many rows. JSON is an array of one object a row. */
export function* formatResult(
  result: QueryResult,
  format: 'table' | 'csv' | 'json',
): Generator<string> {
  const header = uniqueNames(result.columns.map(({ name }) => name));
  if (format === 'table') {
    yield renderTable(header, result.rows);
    return;
  }
  const lines = format === 'csv' ? csvLines(header, result) : jsonLines(header, result);
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length > 65_536) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

function* csvLines(header: string[], { rows }: QueryResult): Generator<string> {
  yield csvLine(header);
  for (const row of rows) yield csvLine(row);
}

function* jsonLines(header: string[], { rows }: QueryResult): Generator<string> {
  yield '[';
  for (const [at, row] of rows.entries()) {
    const object = toJson(Object.fromEntries(header.map((name, i) => [name, row[i]])));
    yield at === rows.length - 1 ? object : `${object},`;
  }
  yield ']';
}

// Two columns of one name would lose one of them in an object.
function uniqueNames(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}:${before}`;
  });
}
