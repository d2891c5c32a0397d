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
    workbench
      .restore({ files }, { signal: io.signal, onProgress: progress.tell })
      .catch((error: unknown) => Promise.reject(files.length > 1 ? error : noBackup(error, from))),
  ).finally(progress.end);
  io.stdout.write(
    format === 'json'
      ? `${toJson(status, 2)}\n`
      : `restored from ${from}\n${describeStatus(status)}`,
  );
  return 0;
}

// A zip that was cut short is a file like any other: its directory stood at the end.
function noBackup(error: unknown, from: string): unknown {
  if (!(error instanceof WorkbenchError) || error.code !== 'usage') return error;
  const message = `no backup, or only a part of one: ${from}`;
  return new WorkbenchError('file-damaged', message, { file: from }, error);
}
