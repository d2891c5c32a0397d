import { parseDecide, parseHeld } from './args/parse-deciding.ts';
import type { DecidingCommand } from './args/parse-deciding.ts';
import { parseExportDbt, parseSpec } from './args/parse-documents.ts';
import type { DocumentCommand } from './args/parse-documents.ts';
import {
  parseBackup,
  parseJournal,
  parsePublications,
  parseRestore,
  parseUndo,
  parseVerify,
} from './args/parse-keeping.ts';
import type { KeepingCommand } from './args/parse-keeping.ts';
import { parseMetric } from './args/parse-metric.ts';
import type { MetricCommand } from './args/parse-metric.ts';
import { parseBuild, parseCheck, parseLs, parseTest } from './args/parse-project.ts';
import type { ProjectCommand } from './args/parse-project.ts';
import { parseChecks, parseExport, parseQuery } from './args/parse-reading.ts';
import type { ReadingCommand } from './args/parse-reading.ts';
import { parseRules } from './args/parse-rules.ts';
import type { RulesCommand } from './args/parse-rules.ts';
import { parseRun } from './args/parse-run.ts';
import type { RunCommand } from './args/parse-run.ts';
import { parseAnnotate, parseBacktest, parseSettings } from './args/parse-settings.ts';
import type { SettingsCommand } from './args/parse-settings.ts';
import { usage } from './args/parse-words.ts';

export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'sample'; argv: string[] }
  | RunCommand
  | ReadingCommand
  | DecidingCommand
  | KeepingCommand
  | SettingsCommand
  | DocumentCommand
  | ProjectCommand
  | MetricCommand
  | RulesCommand;

/** The command of one name. */
export type CommandOf<N extends Command['name']> = Extract<Command, { name: N }>;

const parsers: Record<string, (argv: string[]) => Command> = {
  run: parseRun,
  query: parseQuery,
  metric: parseMetric,
  checks: parseChecks,
  export: parseExport,
  held: parseHeld,
  decide: parseDecide,
  publications: parsePublications,
  undo: parseUndo,
  verify: parseVerify,
  backup: parseBackup,
  restore: parseRestore,
  journal: parseJournal,
  settings: parseSettings,
  annotate: parseAnnotate,
  backtest: parseBacktest,
  ls: parseLs,
  check: parseCheck,
  build: parseBuild,
  test: parseTest,
  rules: parseRules,
  spec: parseSpec,
  'export-dbt': parseExportDbt,
};

/** Reads the words of a command line; throws WorkbenchError('usage') with a sentence that names what is wrong. */
export function parseCommand(argv: string[]): Command {
  const [name, ...rest] = argv;
  if (name === undefined)
    throw usage(`which command? ${Object.keys(parsers).join(', ')} or sample`);
  if (name === 'sample') return { name, argv: rest };
  if (name === '--version' || name === '-v') return { name: 'version' };
  if (name === 'help' || argv.some((word) => word === '--help' || word === '-h'))
    return { name: 'help' };
  const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
  if (parse === undefined) throw usage(`unknown command: ${name}`);
  return parse(rest);
}
