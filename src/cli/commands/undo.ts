import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { describeStatus } from '../status-text.ts';

/** `homegrown undo`: puts an earlier publication back, as a new generation. */
export async function undoCommand(command: CommandOf<'undo'>, io: CommandIo): Promise<number> {
  const { generation, format } = command;
  const status = await withPublished(command, io, (workbench) =>
    workbench.undo({ generation }, { signal: io.signal }),
  );
  io.stdout.write(
    format === 'json'
      ? `${toJson(status, 2)}\n`
      : `publication ${generation} is in force again\n${describeStatus(status)}`,
  );
  return 0;
}
