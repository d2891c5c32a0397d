import { WorkbenchError } from '../core/errors.ts';
import type { Workbench } from '../workbench.ts';
import { statusOf } from './screen-calls.ts';
import type { Session } from './session.ts';

type StorageCalls = Pick<
  Workbench,
  | 'undo'
  | 'refresh'
  | 'verify'
  | 'storage'
  | 'persist'
  | 'planBackup'
  | 'backupFile'
  | 'noteBackup'
  | 'restore'
>;

/** The calls about what is kept, where, and how to get it back. */
export function storageCalls(session: Session): StorageCalls {
  const later = (what: string) => async (): Promise<never> => {
    throw new WorkbenchError('engine-failed', `not here yet: ${what}`);
  };
  return {
    undo: later('undo'),
    refresh: async () => statusOf(session),
    verify: async () => statusOf(session),
    storage: later('storage'),
    persist: async () => false,
    planBackup: later('backup'),
    backupFile: later('backup'),
    noteBackup: later('backup'),
    restore: later('restore'),
  };
}
