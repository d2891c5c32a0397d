import { existsSync, readFileSync } from 'node:fs';
import { WorkbenchError } from '../../core/errors.ts';
import type { Encoding } from '../../core/ingest/encoding.ts';
import { roles } from '../../core/ingest/mapping.ts';
import type { MappingAnswers, Role } from '../../core/ingest/mapping.ts';
import { oneOf, parseHost, parseTimezone, text, usage } from './parse-words.ts';

/** Options that answer what the screen would ask. */
export const answerOptions = {
  host: text,
  timezone: text,
  'date-order': text,
  encoding: text,
  mapping: text,
} as const;

type AnswerWords = { [K in keyof typeof answerOptions]?: string | undefined };

const dateOrders = ['mdy', 'dmy', 'ymd'] as const;
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

/** Reads the answers that were given; throws `usage` for one that cannot be meant. */
export function parseAnswers(values: AnswerWords): MappingAnswers {
  const answers: MappingAnswers = {};
  if (values.host !== undefined) answers.host = parseHost(values.host);
  if (values.timezone !== undefined) answers.timezone = parseTimezone(values.timezone);
  if (values['date-order'] !== undefined)
    answers.dateOrder = oneOf(values['date-order'], 'date-order', dateOrders, 'ymd');
  if (values.encoding !== undefined) answers.encoding = parseEncoding(values.encoding);
  if (values.mapping !== undefined) answers.columns = parseMapping(values.mapping);
  return answers;
}

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
