import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { throwIfCancelled } from '../../core/errors.ts';
import type { ExportedFile } from '../../workbench.ts';
import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { count, counted } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';

/** `homegrown export`: writes one published table, or all of them and `run.json`, as files below a folder. */
export async function exportCommand(command: CommandOf<'export'>, io: CommandIo): Promise<number> {
  const { table, format, out } = command;
  const progress = openProgress(io.stderr);
  let files = 0;
  let bytes = 0;
  await withPublished(command, io, async (workbench) => {
    const items = await workbench.planExport(
      { ...(table === undefined ? {} : { table }), format },
      { signal: io.signal },
    );
    for (const item of items) {
      throwIfCancelled(io.signal);
      progress.tell({ step: 'export', share: files / items.length, file: item.path });
      const file = await workbench.exportFile(item, { signal: io.signal });
      await writeExported(resolve(out), file);
      files++;
      bytes += file.bytes.length;
    }
  }).finally(progress.end);
  io.stdout.write(`${counted(files, 'file')}, ${count(bytes)} bytes: ${out}\n`);
  return 0;
}

async function writeExported(out: string, { path, bytes }: ExportedFile): Promise<void> {
  const target = resolve(out, path);
  if (relative(out, target).split(sep)[0] === '..')
    throw new Error(`export leads out of its folder: ${path}`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
}
