import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { WorkbenchError } from '../../core/errors.ts';

/** Limits that every command takes. */
export interface EngineLimits {
  threads?: number | undefined;
  memoryLimit?: string | undefined;
}

/** A command that opens a warehouse. */
export interface OnWarehouse extends EngineLimits {
  warehouse: string;
}

/** A command that tells people or programs. */
export interface Reporting extends OnWarehouse {
  format: 'human' | 'json';
}

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
/** Options of every command that opens a warehouse. */
export const shared = { warehouse: text, format: text, threads: text, memory: text } as const;
/** Options that limit the engine. */
export const limits = { threads: text, memory: text } as const;

interface SharedWords {
  warehouse?: string | undefined;
  format?: string | undefined;
  threads?: string | undefined;
  memory?: string | undefined;
}

/** Splits words into options and the rest; throws `usage` for an option that is not among `options`. */
export function parseWords<T extends NonNullable<ParseArgsConfig['options']>>(
  argv: string[],
  options: T,
) {
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

/** The warehouse and the limits. */
export function onWarehouse(values: SharedWords): OnWarehouse {
  return { warehouse: required(values.warehouse, 'warehouse'), ...limitsOf(values) };
}

/** The warehouse, the limits and `--format human|json`. */
export function reporting(values: SharedWords): Reporting {
  const format = oneOf(values.format, 'format', ['human', 'json'], 'human');
  return { ...onWarehouse(values), format };
}

/** An IANA zone as the platform spells it; throws `usage` for what is none. */
export function parseTimezone(word: string): string {
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

/** `--threads` and `--memory`; throws `usage` for what is neither. */
export function limitsOf({ threads, memory }: SharedWords): EngineLimits {
  if (threads !== undefined && !/^[1-9]\d{0,3}$/.test(threads))
    throw usage(`not a count of threads: --threads ${threads}`);
  if (memory !== undefined && !/^\d+(\.\d+)? ?[KMGT]i?B$/i.test(memory))
    throw usage(`not a size such as 4GB: --memory ${memory}`);
  return { threads: threads === undefined ? undefined : Number(threads), memoryLimit: memory };
}

/** The word as one of the allowed ones, `fallback` where it was not given. */
export function oneOf<T extends string>(
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

/** The word of an option that must be there; `what` and `kind` name it in the sentence: "which folder? name it with --out DIR". */
export function required(
  word: string | undefined,
  option: string,
  what = 'folder',
  kind = 'DIR',
): string {
  if (word === undefined || word.trim() === '')
    throw usage(`which ${what}? name it with --${option} ${kind}`, option);
  return word;
}

/** The only word beside the options. */
export function onlyWord(positionals: string[], question: string): string {
  if (positionals.length !== 1) throw usage(question);
  return positionals[0]!;
}

/** Throws where words stand beside the options. */
export function noWords(positionals: string[]): void {
  if (positionals.length > 0) throw usage(`unexpected: ${positionals[0]}`);
}

/** A host name in lower case. */
export function parseHost(word: string): string {
  const host = word.toLowerCase();
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host))
    throw usage(`not a host name: --host ${word}`, 'host');
  return host;
}

/** A day as `YYYY-MM-DD`. */
export function parseDay(word: string, option: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(word) ? Date.parse(`${word}T00:00:00Z`) : NaN;
  // 2026-02-30 would roll over into March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== word)
    throw usage(`not a day such as 2026-09-01: --${option} ${word}`, option);
  return word;
}

/** An error for words that were not understood. */
export function usage(message: string, option?: string): WorkbenchError {
  return new WorkbenchError('usage', message, option === undefined ? {} : { option });
}
