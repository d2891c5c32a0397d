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

/** What is read is read with the models, tests and metrics of this folder. */
interface WithProject {
  project: string | undefined;
}

/** Commands that read what is published. */
export type ReadingCommand =
  | ({ name: 'query'; sql: string; format: 'table' | 'csv' | 'json' } & OnWarehouse & WithProject)
  | ({ name: 'checks' } & Reporting & WithProject)
  | ({
      name: 'export';
      out: string;
      format: 'parquet' | 'csv';
      table: string | undefined;
    } & OnWarehouse &
      WithProject);

const options = { ...shared, project: text } as const;

/** `query SQL --warehouse DIR` */
export function parseQuery(argv: string[]): ReadingCommand {
  const { values, positionals } = parseWords(argv, options);
  const sql = onlyWord(positionals, 'which query? give the SQL as one quoted word');
  const format = oneOf(values.format, 'format', ['table', 'csv', 'json'], 'table');
  return { name: 'query', sql, format, project: values.project, ...onWarehouse(values) };
}

/** `checks --warehouse DIR` */
export function parseChecks(argv: string[]): ReadingCommand {
  const { values, positionals } = parseWords(argv, options);
  noWords(positionals);
  return { name: 'checks', project: values.project, ...reporting(values) };
}

/** `export --warehouse DIR --out DIR` */
export function parseExport(argv: string[]): ReadingCommand {
  const { values, positionals } = parseWords(argv, { ...options, out: text, table: text });
  noWords(positionals);
  return {
    name: 'export',
    format: oneOf(values.format, 'format', ['parquet', 'csv'], 'parquet'),
    table: values.table,
    project: values.project,
    ...onWarehouse(values),
    out: required(values.out, 'out'),
  };
}
