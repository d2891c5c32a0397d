import type { CommandOf } from '../args.ts';
import { withoutWarehouse } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { describeProblems } from '../project-text.ts';
import { readProjectFolder } from '../read-project-folder.ts';

/** `homegrown check`: what is wrong with a folder's models, tests and metrics over those that ship. Exit code 1 where anything is. */
export async function checkCommand(command: CommandOf<'check'>, io: CommandIo): Promise<number> {
  const changes = await readProjectFolder(command.project);
  const problems = await withoutWarehouse(command, (workbench) =>
    workbench.checkProject({ changes }, { signal: io.signal }),
  );
  io.stdout.write(
    command.format === 'json' ? `${toJson(problems, 2)}\n` : describeProblems(problems),
  );
  return problems.length === 0 ? 0 : 1;
}
