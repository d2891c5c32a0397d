import { version } from '../../package.json';
import { WorkbenchError } from '../core/errors.ts';
import { parseCommand } from './args.ts';
import type { Command } from './args.ts';
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

// A command's code is loaded with the command: a query does not wait for what only a run needs.
async function runParsed(command: Command, io: CommandIo): Promise<number> {
  switch (command.name) {
    case 'help':
      io.stdout.write(help);
      return 0;
    case 'version':
      io.stdout.write(`homegrown ${version}\n`);
      return 0;
    case 'run':
      return (await import('./commands/run.ts')).runCommand(command, io);
    case 'query':
      return (await import('./commands/query.ts')).queryCommand(command, io);
    case 'checks':
      return (await import('./commands/checks.ts')).checksCommand(command, io);
    case 'export':
      return (await import('./commands/export.ts')).exportCommand(command, io);
    case 'sample':
      return (await import('./commands/sample.ts')).sampleCommand(command.argv, io);
  }
}
