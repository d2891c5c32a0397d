import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { WorkbenchError } from '../core/errors.ts';
import { roles } from '../core/ingest/mapping.ts';
import type { MappingAnswers, Role } from '../core/ingest/mapping.ts';
import type { Encoding } from '../core/ingest/encoding.ts';

/** Limits that every command takes. */
export interface EngineLimits {
  threads?: number | undefined;
  memoryLimit?: string | undefined;
}

export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'sample'; argv: string[] }
  | RunCommand
  | ({
      name: 'query';
      sql: string;
      warehouse: string;
      format: 'table' | 'csv' | 'json';
    } & EngineLimits)
  | ({ name: 'checks'; warehouse: string; format: 'human' | 'json' } & EngineLimits)
  | ({
      name: 'export';
      warehouse: string;
      out: string;
      format: 'parquet' | 'csv';
      table: string | undefined;
    } & EngineLimits);

export interface RunCommand extends EngineLimits {
  name: 'run';
  paths: string[];
  warehouse: string;
  dryRun: boolean;
  format: 'human' | 'json';
  answers: MappingAnswers;
  onOverlap: 'add' | 'replace' | 'fail';
}

const dateOrders = ['mdy', 'dmy', 'ymd'] as const;
const text = { type: 'string' } as const;
const shared = { warehouse: text, format: text, threads: text, memory: text } as const;

/** Reads the words of a command line; throws WorkbenchError('usage') with a sentence that names what is wrong. */
export function parseCommand(argv: string[]): Command {
  const [name, ...rest] = argv;
  if (name === undefined) throw usage('which command? run, query, checks, export or sample');
  if (name === 'sample') return { name, argv: rest };
  if (name === '--version' || name === '-v') return { name: 'version' };
  if (name === 'help' || argv.some((word) => word === '--help' || word === '-h'))
    return { name: 'help' };
  if (name === 'run') return parseRun(rest);
  if (name === 'query') return parseQuery(rest);
  if (name === 'checks') return parseChecks(rest);
  if (name === 'export') return parseExport(rest);
  throw usage(`unknown command: ${name}`);
}

function parseRun(argv: string[]): RunCommand {
  const { values, positionals } = parseWords(argv, {
    ...shared,
    'dry-run': { type: 'boolean' },
    host: text,
    timezone: text,
    'date-order': text,
    encoding: text,
    mapping: text,
    'on-overlap': text,
  });
  if (positionals.length === 0) throw usage('which files? name at least one file or folder');
  return {
    name: 'run',
    paths: positionals,
    warehouse: required(values.warehouse, 'warehouse'),
    dryRun: values['dry-run'] ?? false,
    format: oneOf(values.format, 'format', ['human', 'json'], 'human'),
    onOverlap: oneOf(values['on-overlap'], 'on-overlap', ['add', 'replace', 'fail'], 'add'),
    answers: parseAnswers(values),
    ...limitsOf(values),
  };
}

function parseQuery(argv: string[]): Command {
  const { values, positionals } = parseWords(argv, shared);
  if (positionals.length !== 1) throw usage('which query? give the SQL as one quoted word');
  const format = oneOf(values.format, 'format', ['table', 'csv', 'json'], 'table');
  return {
    name: 'query',
    sql: positionals[0]!,
    warehouse: required(values.warehouse, 'warehouse'),
    format,
    ...limitsOf(values),
  };
}

function parseChecks(argv: string[]): Command {
  const { values, positionals } = parseWords(argv, shared);
  noWords(positionals);
  const format = oneOf(values.format, 'format', ['human', 'json'], 'human');
  return {
    name: 'checks',
    warehouse: required(values.warehouse, 'warehouse'),
    format,
    ...limitsOf(values),
  };
}

function parseExport(argv: string[]): Command {
  const { values, positionals } = parseWords(argv, { ...shared, out: text, table: text });
  noWords(positionals);
  return {
    name: 'export',
    warehouse: required(values.warehouse, 'warehouse'),
    out: required(values.out, 'out'),
    format: oneOf(values.format, 'format', ['parquet', 'csv'], 'parquet'),
    table: values.table,
    ...limitsOf(values),
  };
}

function parseWords<T extends NonNullable<ParseArgsConfig['options']>>(argv: string[], options: T) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (cause) {
    const [sentence] = (cause as Error).message.split('. ');
    throw new WorkbenchError(
      'usage',
      sentence!.charAt(0).toLowerCase() + sentence!.slice(1),
      {},
      cause,
    );
  }
}

interface AnswerWords {
  host?: string | undefined;
  timezone?: string | undefined;
  'date-order'?: string | undefined;
  encoding?: string | undefined;
  mapping?: string | undefined;
}

function parseAnswers(values: AnswerWords): MappingAnswers {
  const answers: MappingAnswers = {};
  if (values.host !== undefined) answers.host = parseHost(values.host);
  if (values.timezone !== undefined) answers.timezone = parseTimezone(values.timezone);
  if (values['date-order'] !== undefined)
    answers.dateOrder = oneOf(values['date-order'], 'date-order', dateOrders, 'ymd');
  if (values.encoding !== undefined) answers.encoding = parseEncoding(values.encoding);
  if (values.mapping !== undefined) answers.columns = parseMapping(values.mapping);
  return answers;
}

function parseHost(word: string): string {
  const host = word.toLowerCase();
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host))
    throw usage(`not a host name: --host ${word}`, 'host');
  return host;
}

function parseTimezone(word: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: word }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new WorkbenchError(
      'usage',
      `not a time zone: --timezone ${word}`,
      { option: 'timezone' },
      cause,
    );
  }
}

const encodings: Record<string, Encoding> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
};

function parseEncoding(word: string): Encoding {
  const encoding = Object.hasOwn(encodings, word.toLowerCase())
    ? encodings[word.toLowerCase()]
    : undefined;
  if (encoding === undefined) throw usage(`unknown encoding: --encoding ${word}`, 'encoding');
  return encoding;
}

/** Reads `role=column,role=column` or a JSON file of the same. */
function parseMapping(word: string): Partial<Record<Role, string>> {
  const isFile = !word.includes('=') || (word.endsWith('.json') && existsSync(word));
  const columns: Partial<Record<Role, string>> = {};
  for (const [role, column] of isFile ? readMappingFile(word) : splitMapping(word)) {
    const known = roles.find((candidate) => candidate === role);
    if (known === undefined)
      throw usage(`unknown role: ${role}; the roles are ${roles.join(', ')}`, 'mapping');
    columns[known] = column;
  }
  return columns;
}

function splitMapping(word: string): [string, string][] {
  return word.split(',').map((part) => {
    const at = part.indexOf('=');
    if (at < 1) throw usage(`not role=column: ${part}`, 'mapping');
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
}

function readMappingFile(path: string): [string, string][] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new WorkbenchError(
      'usage',
      `not role=column and not a JSON file: --mapping ${path}`,
      { option: 'mapping' },
      cause,
    );
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const isMapping = entries.length > 0 && entries.every(([, column]) => typeof column === 'string');
  if (!isMapping) throw usage(`not an object of role to column name: --mapping ${path}`, 'mapping');
  return entries as [string, string][];
}

function limitsOf(values: {
  threads?: string | undefined;
  memory?: string | undefined;
}): EngineLimits {
  const { threads, memory } = values;
  if (threads !== undefined && !/^[1-9]\d{0,3}$/.test(threads))
    throw usage(`not a count of threads: --threads ${threads}`);
  if (memory !== undefined && !/^\d+(\.\d+)? ?[KMGT]i?B$/i.test(memory))
    throw usage(`not a size such as 4GB: --memory ${memory}`);
  return { threads: threads === undefined ? undefined : Number(threads), memoryLimit: memory };
}

function oneOf<T extends string>(
  word: string | undefined,
  option: string,
  allowed: readonly T[],
  fallback: T,
): T {
  if (word === undefined) return fallback;
  const found = allowed.find((value) => value === word);
  if (found === undefined)
    throw usage(`--${option} is one of ${allowed.join(', ')}, not: ${word}`, option);
  return found;
}

function required(word: string | undefined, option: string): string {
  if (word === undefined || word === '')
    throw usage(`which folder? name it with --${option} DIR`, option);
  return word;
}

function noWords(positionals: string[]): void {
  if (positionals.length > 0) throw usage(`unexpected: ${positionals[0]}`);
}

function usage(message: string, option?: string): WorkbenchError {
  return new WorkbenchError('usage', message, option === undefined ? {} : { option });
}
