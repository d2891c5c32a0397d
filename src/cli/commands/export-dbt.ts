import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { dbtSourceNames, planDbtProject } from '../../core/dbt/plan-dbt-project.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import type { Project } from '../../core/project/model.ts';
import type { Workbench } from '../../workbench.ts';
import type { CommandOf } from '../args.ts';
import { usage } from '../args/parse-words.ts';
import { withProject } from '../open-project.ts';
import { counted } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';

/** `homegrown export-dbt`: the project as a dbt project in a new folder, with a warehouse also the Parquet it starts from. */
export async function exportDbtCommand(
  command: CommandOf<'export-dbt'>,
  io: CommandIo,
): Promise<number> {
  const out = resolve(command.out);
  if ((await entriesOf(out)).length > 0)
    throw usage(`the folder is not empty: ${command.out}`, 'out');
  const written = await withProject(command, io, async (project, workbench) => {
    const exported = workbench && (await writeData(workbench, project, out, io));
    const files = Object.entries(planDbtProject(project, exported && { exported }));
    for (const [path, text] of files) await write(resolve(out, path), text);
    return files.length;
  });
  io.stdout.write(`${counted(written, 'file')} of a dbt project: ${command.out}\n`);
  return 0;
}

async function entriesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** Writes the Parquet of what the dbt project starts from; gives the tables of which there is any. */
async function writeData(
  workbench: Workbench,
  project: Project,
  out: string,
  { signal, stderr }: CommandIo,
): Promise<Set<string>> {
  const wanted = new Set(dbtSourceNames(project));
  const plan = await workbench.planExport({ format: 'parquet' }, { signal });
  const items = plan.filter(({ table }) => table !== undefined && wanted.has(table));
  const progress = openProgress(stderr);
  try {
    for (const [i, item] of items.entries()) {
      throwIfCancelled(signal);
      progress.tell({ step: 'export', share: i / items.length, file: item.path });
      const { path, bytes } = await workbench.exportFile(item, { signal });
      await write(resolve(out, 'data', path), bytes);
    }
  } finally {
    progress.end();
  }
  return new Set(items.map(({ table }) => table!));
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
