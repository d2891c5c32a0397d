import { version } from '../../package.json';
import { WorkbenchError } from '../core/errors.ts';
import { parseCommand } from './args.ts';
import type { Command, CommandOf } from './args.ts';
import type { CommandIo } from './output.ts';
import { help, nextSteps } from './strings.ts';

/** Runs one command line and gives its exit code: 0 done, 1 failed, 2 held by checks, 64 wrong usage. Anything it rejects with is a defect. */
export async function runCli(argv: string[], io: CommandIo): Promise<number> {
  try {
    return await runParsed(parseCommand(argv), io);
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    io.stderr.write(`homegrown: ${error.message} (${nextSteps[error.code]})\n`);
    return error.code === 'usage' ? 64 : 1;
  }
}

type Runners = {
  [N in Command['name']]: (command: CommandOf<N>, io: CommandIo) => Promise<number>;
};

// A command's code is loaded with the command: a query does not wait for what only a run needs.
const runners: Runners = {
  help: async (_, io) => say(help, io),
  version: async (_, io) => say(`homegrown ${version}\n`, io),
  sample: async ({ argv }, io) => (await import('./commands/sample.ts')).sampleCommand(argv, io),
  run: async (command, io) => (await import('./commands/run.ts')).runCommand(command, io),
  query: async (command, io) => (await import('./commands/query.ts')).queryCommand(command, io),
  metric: async (command, io) => (await import('./commands/metric.ts')).metricCommand(command, io),
  checks: async (command, io) => (await import('./commands/checks.ts')).checksCommand(command, io),
  export: async (command, io) => (await import('./commands/export.ts')).exportCommand(command, io),
  held: async (command, io) => (await import('./commands/held.ts')).heldCommand(command, io),
  decide: async (command, io) => (await import('./commands/decide.ts')).decideCommand(command, io),
  publications: async (command, io) =>
    (await import('./commands/publications.ts')).publicationsCommand(command, io),
  undo: async (command, io) => (await import('./commands/undo.ts')).undoCommand(command, io),
  verify: async (command, io) => (await import('./commands/verify.ts')).verifyCommand(command, io),
  backup: async (command, io) => (await import('./commands/backup.ts')).backupCommand(command, io),
  restore: async (command, io) =>
    (await import('./commands/restore.ts')).restoreCommand(command, io),
  journal: async (command, io) =>
    (await import('./commands/journal.ts')).journalCommand(command, io),
  settings: async (command, io) =>
    (await import('./commands/settings.ts')).settingsCommand(command, io),
  annotate: async (command, io) =>
    (await import('./commands/annotate.ts')).annotateCommand(command, io),
  backtest: async (command, io) =>
    (await import('./commands/backtest.ts')).backtestCommand(command, io),
  ls: async (command, io) => (await import('./commands/ls.ts')).lsCommand(command, io),
  check: async (command, io) => (await import('./commands/check.ts')).checkCommand(command, io),
  build: async (command, io) => (await import('./commands/build.ts')).buildCommand(command, io),
  test: async (command, io) =>
    (await import('./commands/test-project.ts')).testCommand(command, io),
  rules: async (command, io) => (await import('./commands/rules.ts')).rulesCommand(command, io),
  spec: async (command, io) => (await import('./commands/spec.ts')).specCommand(command, io),
  'export-dbt': async (command, io) =>
    (await import('./commands/export-dbt.ts')).exportDbtCommand(command, io),
};

async function runParsed<N extends Command['name']>(
  command: CommandOf<N> & { name: N },
  io: CommandIo,
): Promise<number> {
  return runners[command.name](command, io);
}

function say(text: string, { stdout }: CommandIo): number {
  stdout.write(text);
  return 0;
}
