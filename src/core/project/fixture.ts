import { createCsvCursor } from '../ingest/formats/csv-records.ts';
import type { Fixture } from './model.ts';

/** Columns that the rows name; none of SQL, which only the engine understands. */
export function columnsOfFixture(fixture: Fixture): string[] {
  if (typeof fixture === 'string') return [];
  return [...new Set(fixture.flatMap((row) => Object.keys(row)))];
}

/**
 * Rows of a unit test as dbt takes them: a list, CSV under a line of names (a value that is empty is null), or SQL as it is. `tell`
 * hears what is wrong; then there are none.
 */
export function readFixture(
  { format, rows }: { format: 'dict' | 'csv' | 'sql'; rows: Fixture },
  tell: (problem: string) => void,
): Fixture {
  if ((format === 'dict') === (typeof rows === 'string'))
    tell('rows are a list, or text with `format: csv` or `format: sql`');
  else if (typeof rows !== 'string') return rows;
  else return format === 'csv' ? rowsOfCsv(rows, tell) : rows.trim().replace(/;$/, '');
  return [];
}

function rowsOfCsv(text: string, tell: (problem: string) => void): Fixture {
  const [names = [], ...records] = recordsOf(text, tell);
  const uneven = records.findIndex((values) => values.length !== names.length);
  if (uneven >= 0) {
    const values = records[uneven]!.length;
    tell(`the CSV has ${names.length} names and, in row ${uneven + 1}, ${values} values`);
  }
  return records.map((values) =>
    Object.fromEntries(names.map((name, i) => [name.trim(), values[i] || null])),
  );
}

function recordsOf(text: string, tell: (problem: string) => void): string[][] {
  const cursor = createCsvCursor(text, ',');
  const records: string[][] = [];
  for (let position = 0; position < text.length;) {
    const record = cursor.at(position, true);
    if (record.kind === 'record') records.push(record.fields);
    if (record.kind === 'broken') tell(`the CSV cannot be read: ${record.reason}`);
    if (record.kind === 'open') break;
    position = record.next;
  }
  return records;
}
