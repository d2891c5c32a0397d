import { resolve } from 'node:path';
import { WorkbenchError } from '../../core/errors.ts';
import type { CommandOf } from '../args.ts';
import { withWorkbench } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';
import { findSourceFiles } from '../source-files.ts';
import { describeStatus } from '../status-text.ts';

/** `homegrown restore`: replaces the warehouse by the one in a backup zip or a folder, verified first. */
export async function restoreCommand(
  command: CommandOf<'restore'>,
  io: CommandIo,
): Promise<number> {
  const { from, warehouse, format } = command;
  if (resolve(from) === resolve(warehouse))
    throw new WorkbenchError('usage', `a warehouse cannot be restored from itself: ${from}`);
  const { files, refused } = await findSourceFiles([from], warehouse);
  const [first] = refused;
  if (first !== undefined)
    throw new WorkbenchError('file-unreadable', `${first.message}: ${first.file}`);
  const progress = openProgress(io.stderr);
  const status = await withWorkbench(command, io, (workbench) =>
    workbench.restore({ files }, { signal: io.signal, onProgress: progress.tell }),
  ).finally(progress.end);
  io.stdout.write(
    format === 'json'
      ? `${toJson(status, 2)}\n`
      : `restored from ${from}\n${describeStatus(status)}`,
  );
  return 0;
}
