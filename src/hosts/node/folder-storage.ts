import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StorageRoom } from '../../engine/ports.ts';

/** Room on the disk of a folder, which need not exist yet. Nobody deletes a folder by itself. */
export function folderStorage(root: string): StorageRoom {
  return {
    async estimate() {
      const { bavail, bsize } = await statfsAbove(root);
      return { usage: null, quota: null, free: bavail * bsize };
    },
    persisted: () => Promise.resolve(true),
    persist: () => Promise.resolve(true),
  };
}

async function statfsAbove(path: string): Promise<{ bavail: number; bsize: number }> {
  try {
    return await statfs(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    return statfsAbove(dirname(path));
  }
}
