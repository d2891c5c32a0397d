import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { WorkbenchError } from '../../core/errors.ts';
import type { Locks } from '../../engine/ports.ts';
import { liveLocks, takeLock } from './lock-file.ts';
import type { HeldLock } from './lock-file.ts';

/** Locks between programs on one folder: files in `.locks`, whose holders are known by process number. */
export function folderLocks(root: string): Locks {
  const folder = join(root, '.locks');
  return {
    async exclusive(name, work) {
      const lock = await takeLock(folder, name);
      if (lock === undefined) throw busy(join(folder, name));
      try {
        return await work();
      } finally {
        await lock.release();
      }
    },
    async shared(name) {
      const lock = await takeLock(folder, `${name}.${randomUUID()}`).catch(readOnlyFolder);
      return async () => lock?.release();
    },
    async heldNames() {
      const names = await liveLocks(folder);
      return names.map((name) => name.split('.')[0]!);
    },
  };
}

function busy(lock: string): WorkbenchError {
  const message = 'another program is publishing to this warehouse';
  return new WorkbenchError('warehouse-busy', message, { lock });
}

// Nobody can collect files in a folder that cannot be written: reading it needs no lock.
function readOnlyFolder(error: NodeJS.ErrnoException): HeldLock | undefined {
  if (['EACCES', 'EROFS', 'EPERM'].includes(error.code ?? '')) return undefined;
  throw error;
}
