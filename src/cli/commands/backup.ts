import { resolve } from 'node:path';
import { throwIfCancelled } from '../../core/errors.ts';
import type { ExportedFile, Workbench } from '../../workbench.ts';
import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { count, counted, toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';
import { refuseTooLarge, writeZip } from '../write-zip.ts';

/** `homegrown backup`: the whole warehouse as one zip, each file verified. A zip that is there already is replaced when the new one is whole. */
export async function backupCommand(command: CommandOf<'backup'>, io: CommandIo): Promise<number> {
  const { out, format } = command;
  const progress = openProgress(io.stderr);
  const made = await withPublished(command, io, async (workbench) => {
    const plan = await workbench.planBackup({}, { signal: io.signal });
    refuseTooLarge(plan);
    const bytes = await writeZip(resolve(out), readAll(workbench, plan, io.signal, progress.tell));
    await workbench.noteBackup();
    return { file: out, files: plan.length, bytes };
  }).finally(progress.end);
  const line = `${counted(made.files, 'file')}, ${count(made.bytes)} bytes: ${out}\n`;
  io.stdout.write(format === 'json' ? `${toJson(made, 2)}\n` : line);
  return 0;
}

async function* readAll(
  workbench: Workbench,
  plan: { path: string; bytes: number }[],
  signal: AbortSignal,
  tell: ReturnType<typeof openProgress>['tell'],
): AsyncGenerator<ExportedFile, void, void> {
  for (const [at, { path }] of plan.entries()) {
    throwIfCancelled(signal);
    tell({ step: 'export', share: at / plan.length, file: path });
    yield await workbench.backupFile({ path }, { signal });
  }
}
