import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { version } from '../../package.json';
import { WorkbenchError } from '../core/errors.ts';
import type { ProjectView } from '../core/project/project-view.ts';
import { createWorkbench } from '../engine/create-workbench.ts';
import { duckdbVersion, openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import type { Workbench } from '../workbench.ts';
import type { EngineLimits, OnWarehouse } from './args/parse-words.ts';
import { describeDamage } from './damage-text.ts';
import type { CommandIo } from './output.ts';
import { readProjectFolder } from './read-project-folder.ts';

/** A folder of a person's own files of the project for one command; absent: those that the warehouse keeps. */
interface OnFolder {
  project?: string | undefined;
}

/**
 * Opens the workbench on a folder, does the task and closes everything again, whatever comes of it. Damage is told on stderr. Rejects
 * with `model-broken` for a folder of files that do not load.
 */
export async function withWorkbench<T>(
  options: OnWarehouse & OnFolder,
  { stderr }: Pick<CommandIo, 'stderr'>,
  task: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const { threads, memoryLimit, project: folder } = options;
  const own = folder === undefined ? undefined : await readProjectFolder(folder);
  const host = await openNodeHost({ warehouse: resolve(options.warehouse), threads, memoryLimit });
  try {
    const versions = { homegrown: version, duckdb: duckdbVersion };
    const workbench = await createWorkbench(host, {
      models: shippedModels,
      versions,
      ...(own && { own }),
    });
    try {
      const { damage, readOnly } = await workbench.status();
      if (damage !== null) stderr.write(describeDamage(damage));
      if (readOnly !== undefined) stderr.write(`${readOnly}\n`);
      if (own !== undefined) requireSound(await workbench.project());
      return await task(workbench);
    } finally {
      await workbench.close();
    }
  } finally {
    await host.dispose();
  }
}

/** A workbench that keeps nothing, with the project that ships. */
export async function withoutWarehouse<T>(
  { threads, memoryLimit }: EngineLimits,
  task: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const host = await openNodeHost({ threads, memoryLimit });
  try {
    const workbench = await createWorkbench(host, { models: shippedModels, versions: {} });
    return await task(workbench).finally(() => workbench.close());
  } finally {
    await host.dispose();
  }
}

/** Like `withWorkbench`, for what needs a warehouse that is there: rejects where the folder holds none, and makes no folder. */
export async function withPublished<T>(
  options: OnWarehouse & OnFolder,
  io: Pick<CommandIo, 'stderr'>,
  task: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const nothing = new WorkbenchError(
    'table-unknown',
    `nothing is published in this folder: ${options.warehouse}`,
  );
  const info = await stat(resolve(options.warehouse)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw nothing;
    throw error;
  });
  if (!info.isDirectory()) throw nothing;
  return withWorkbench(options, io, async (workbench) => {
    const { generation } = await workbench.status();
    if (generation === 0) throw nothing;
    return task(workbench);
  });
}

/** Files that do not load would leave the shipped project answering. */
function requireSound({ problems: [first] }: ProjectView): void {
  if (first === undefined) return;
  const { message, file, line, column } = first;
  throw new WorkbenchError('model-broken', `${file}:${line}:${column}: ${message}`, {
    ...{ file, line, column },
  });
}
