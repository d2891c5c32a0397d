import {
  noWords,
  onWarehouse,
  oneOf,
  onlyWord,
  parseWords,
  reporting,
  required,
  shared,
  text,
} from './parse-words.ts';
import type { OnWarehouse, Reporting } from './parse-words.ts';

/** Commands that read what is published. */
export type ReadingCommand =
  | ({ name: 'query'; sql: string; format: 'table' | 'csv' | 'json' } & OnWarehouse)
  | ({ name: 'checks' } & Reporting)
  | ({
      name: 'export';
      out: string;
      format: 'parquet' | 'csv';
      table: string | undefined;
    } & OnWarehouse);

/** `query SQL --warehouse DIR` */
export function parseQuery(argv: string[]): ReadingCommand {
  const { values, positionals } = parseWords(argv, shared);
  const sql = onlyWord(positionals, 'which query? give the SQL as one quoted word');
  const format = oneOf(values.format, 'format', ['table', 'csv', 'json'], 'table');
  return { name: 'query', sql, format, ...onWarehouse(values) };
}

/** `checks --warehouse DIR` */
export function parseChecks(argv: string[]): ReadingCommand {
  const { values, positionals } = parseWords(argv, shared);
  noWords(positionals);
  return { name: 'checks', ...reporting(values) };
}

/** `export --warehouse DIR --out DIR` */
export function parseExport(argv: string[]): ReadingCommand {
  const { values, positionals } = parseWords(argv, { ...shared, out: text, table: text });
  noWords(positionals);
  return {
    name: 'export',
    format: oneOf(values.format, 'format', ['parquet', 'csv'], 'parquet'),
    table: values.table,
    ...onWarehouse(values),
    out: required(values.out, 'out'),
  };
}
