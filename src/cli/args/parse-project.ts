import {
  flag,
  noWords,
  onWarehouse,
  oneOf,
  parseWords,
  limitsOf,
  required,
  shared,
  text,
  usage,
} from './parse-words.ts';
import type { EngineLimits } from './parse-words.ts';
import type { OnProject } from './parse-documents.ts';

type Format = 'human' | 'json';

/** Models by name, tag or path as dbt selects them; undefined: all. */
interface Selecting {
  select: string | undefined;
  exclude: string | undefined;
}

/** Commands about models, tests and metrics as files. */
export type ProjectCommand =
  | ({ name: 'ls'; format: Format } & Selecting & OnProject)
  | ({ name: 'check'; project: string; format: Format } & EngineLimits)
  | BuildCommand
  | ({ name: 'test'; warehouse: string; project: string | undefined; format: Format } & Selecting &
      EngineLimits);

export interface BuildCommand extends Selecting, EngineLimits {
  name: 'build';
  warehouse: string;
  project: string;
  format: Format;
  publishAnyway: boolean;
  reason: string | undefined;
  by: string | undefined;
}

const options = { ...shared, project: text, select: text, exclude: text } as const;

/** `ls [--select S] [--exclude S] [--project DIR] [--warehouse DIR]` */
export function parseLs(argv: string[]): ProjectCommand {
  const { values, positionals } = parseWords(argv, options);
  noWords(positionals);
  const { warehouse, project, select, exclude } = values;
  return { name: 'ls', warehouse, project, select, exclude, ...told(values) };
}

/** `check --project DIR` */
export function parseCheck(argv: string[]): ProjectCommand {
  const { threads, memory, format, project } = options;
  const { values, positionals } = parseWords(argv, { threads, memory, format, project });
  noWords(positionals);
  return { name: 'check', project: required(values.project, 'project'), ...told(values) };
}

/** `build --warehouse DIR --project DIR [--select S] [--publish-anyway --reason TEXT]` */
export function parseBuild(argv: string[]): ProjectCommand {
  const more = { 'publish-anyway': flag, reason: text, by: text } as const;
  const { values, positionals } = parseWords(argv, { ...options, ...more });
  noWords(positionals);
  const { select, exclude, reason, by } = values;
  const publishAnyway = values['publish-anyway'] ?? false;
  if (publishAnyway && (reason ?? '').trim() === '')
    throw usage('say why with --reason "..."', 'reason');
  const { warehouse } = onWarehouse(values);
  const project = required(values.project, 'project');
  return {
    ...{ name: 'build', warehouse, project, select, exclude, publishAnyway, reason, by },
    ...told(values),
  };
}

/** `test --warehouse DIR [--select S] [--project DIR]` */
export function parseTest(argv: string[]): ProjectCommand {
  const { values, positionals } = parseWords(argv, options);
  noWords(positionals);
  const { project, select, exclude } = values;
  const { warehouse } = onWarehouse(values);
  return { name: 'test', warehouse, project, select, exclude, ...told(values) };
}

function told(values: {
  format?: string | undefined;
  threads?: string | undefined;
  memory?: string | undefined;
}): { format: Format } & EngineLimits {
  return {
    format: oneOf(values.format, 'format', ['human', 'json'], 'human'),
    ...limitsOf(values),
  };
}
