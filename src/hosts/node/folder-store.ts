import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WorkbenchError } from '../../core/errors.ts';
import type { FileStore } from '../../engine/ports.ts';
import { LocalFile } from './local-file.ts';

/** A part of a path that is only a name: no dots alone, no separators, nothing hidden. */
const partPattern = /^[A-Za-z0-9_=-][A-Za-z0-9_=.-]*$/;

/**
 * Keeps files in a folder, which is made with the first write. A write is a new file, flushed, then given its
 * name, then the folder flushed: after a crash a path holds its old bytes or its new ones, never a part.
 */
export function folderStore(root: string): FileStore {
  const resolvePath = (path: string) => join(root, ...partsOf(path));
  return {
    async read(path) {
      const file = resolvePath(path);
      const info = await stat(file).catch(missing);
      return info?.isFile() ? new LocalFile(file, 0, info.size, true) : undefined;
    },
    async write(path, bytes) {
      await writeDurably(resolvePath(path), bytes).catch((cause) =>
        Promise.reject(storageError(cause)),
      );
    },
    async list(folder) {
      const entries = await readdir(folder === '' ? root : resolvePath(folder)).catch(missing);
      return (entries ?? []).filter((name) => partPattern.test(name)).sort();
    },
    async remove(path) {
      await rm(resolvePath(path), { force: true });
    },
  };
}

function partsOf(path: string): string[] {
  const parts = path.split('/');
  if (!parts.every((part) => partPattern.test(part)))
    throw new RangeError(`not a path of the warehouse: ${path}`);
  return parts;
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${randomUUID()}.draft`);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await flushFolders(folder, made === undefined ? folder : dirname(made));
}

// A new folder is an entry in the one above it, so all are flushed up to the first that was there before.
async function flushFolders(folder: string, last: string): Promise<void> {
  for (let current = folder; ; current = dirname(current)) {
    const handle = await open(current, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (current === last || current === dirname(current)) return;
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

function storageError(cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause;
  return new WorkbenchError('storage-full', 'no space is left for the warehouse', {}, cause);
}
