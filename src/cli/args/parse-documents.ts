import { limits, limitsOf, noWords, parseWords, required, text } from './parse-words.ts';
import type { EngineLimits } from './parse-words.ts';

/** Commands that write the project in another form. */
export type DocumentCommand =
  | ({ name: 'spec'; out: string | undefined } & OnProject)
  | ({ name: 'export-dbt'; out: string } & OnProject);

/** The project of a warehouse, or what ships; own files of a folder over it. */
export interface OnProject extends EngineLimits {
  warehouse: string | undefined;
  project: string | undefined;
}

const options = { warehouse: text, project: text, out: text, ...limits } as const;

/** `spec [--project DIR] [--warehouse DIR] [--out FILE]` */
export function parseSpec(argv: string[]): DocumentCommand {
  const { values, positionals } = parseWords(argv, options);
  noWords(positionals);
  return { name: 'spec', out: values.out, ...onProject(values) };
}

/** `export-dbt --out DIR [--warehouse DIR] [--project DIR]` */
export function parseExportDbt(argv: string[]): DocumentCommand {
  const { values, positionals } = parseWords(argv, options);
  noWords(positionals);
  return { name: 'export-dbt', out: required(values.out, 'out'), ...onProject(values) };
}

function onProject(values: {
  warehouse?: string | undefined;
  project?: string | undefined;
  threads?: string | undefined;
  memory?: string | undefined;
}): OnProject {
  return { warehouse: values.warehouse, project: values.project, ...limitsOf(values) };
}
