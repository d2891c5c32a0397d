import {
  noWords,
  onWarehouse,
  oneOf,
  onlyWord,
  parseDay,
  parseWords,
  reporting,
  required,
  shared,
  text,
  usage,
} from './parse-words.ts';
import type { OnWarehouse, Reporting } from './parse-words.ts';

/** Commands about the warehouse itself. */
export type KeepingCommand =
  | ({ name: 'publications' } & Reporting)
  | ({ name: 'verify' } & Reporting)
  | ({ name: 'undo'; generation: number } & Reporting)
  | ({ name: 'backup'; out: string } & Reporting)
  | ({ name: 'restore'; from: string } & Reporting)
  | ({
      name: 'journal';
      /** Entries at most. */
      last: number;
      /** Only of this day, UTC. */
      day: string | undefined;
      format: 'human' | 'json' | 'slack';
    } & OnWarehouse);

/** `publications --warehouse DIR` */
export function parsePublications(argv: string[]): KeepingCommand {
  const { values, positionals } = parseWords(argv, shared);
  noWords(positionals);
  return { name: 'publications', ...reporting(values) };
}

/** `verify --warehouse DIR` */
export function parseVerify(argv: string[]): KeepingCommand {
  const { values, positionals } = parseWords(argv, shared);
  noWords(positionals);
  return { name: 'verify', ...reporting(values) };
}

/** `undo GENERATION --warehouse DIR` */
export function parseUndo(argv: string[]): KeepingCommand {
  const { values, positionals } = parseWords(argv, shared);
  const word = onlyWord(positionals, 'which generation? `homegrown publications` lists them');
  return { name: 'undo', generation: parseCount(word, 'generation'), ...reporting(values) };
}

/** `backup --warehouse DIR --out FILE.zip` */
export function parseBackup(argv: string[]): KeepingCommand {
  const { values, positionals } = parseWords(argv, { ...shared, out: text });
  noWords(positionals);
  const out = required(values.out, 'out', 'zip', 'FILE.zip');
  return { name: 'backup', out, ...reporting(values) };
}

/** `restore FILE.zip|DIR --warehouse DIR` */
export function parseRestore(argv: string[]): KeepingCommand {
  const { values, positionals } = parseWords(argv, shared);
  const from = onlyWord(positionals, 'from what? name a backup zip or the folder of a warehouse');
  return { name: 'restore', from, ...reporting(values) };
}

/** `journal --warehouse DIR [--last N] [--day DAY]` */
export function parseJournal(argv: string[]): KeepingCommand {
  const { values, positionals } = parseWords(argv, { ...shared, last: text, day: text });
  noWords(positionals);
  return {
    name: 'journal',
    last: values.last === undefined ? 20 : parseCount(values.last, '--last'),
    day: values.day === undefined ? undefined : parseDay(values.day, 'day'),
    format: oneOf(values.format, 'format', ['human', 'json', 'slack'], 'human'),
    ...onWarehouse(values),
  };
}

function parseCount(word: string, what: string): number {
  if (!/^[1-9]\d{0,8}$/.test(word)) throw usage(`not a whole number of 1 or more: ${what} ${word}`);
  return Number(word);
}
