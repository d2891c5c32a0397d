import type { CommandOf } from '../args.ts';
import { describeDamage } from '../damage-text.ts';
import { withPublished } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';
import { describeStatus } from '../status-text.ts';

/** `homegrown verify`: reads every file of the publication in force. Exit codes: 0 whole, 1 a file is missing or changed. */
export async function verifyCommand(command: CommandOf<'verify'>, io: CommandIo): Promise<number> {
  const progress = openProgress(io.stderr);
  const status = await withPublished(command, io, (workbench) =>
    workbench.verify({}, { signal: io.signal, onProgress: progress.tell }),
  ).finally(progress.end);
  const { damage } = status;
  const found = damage === null ? 'every file is as it was written\n' : describeDamage(damage);
  io.stdout.write(
    command.format === 'json' ? `${toJson(status, 2)}\n` : `${found}${describeStatus(status)}`,
  );
  return damage === null ? 0 : 1;
}
