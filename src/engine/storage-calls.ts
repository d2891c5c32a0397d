import type { Workbench, WarehouseStatus } from '../workbench.ts';
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
  const { host, warehouse } = session;
  const shown = async (): Promise<WarehouseStatus> => {
    await session.showHead();
    return statusOf(session);
  };
  return {
    async undo({ generation }) {
      await session.alone(() => warehouse.undo(generation));
      return shown();
    },
    async refresh() {
      // A run of this session reads the manifest when it starts, and shows what it made.
      if (session.isBusy) return statusOf(session);
      await warehouse.refresh();
      return session.isBusy ? statusOf(session) : shown();
    },
    async verify(_, options) {
      const onShare = (share: number): void => options?.onProgress?.({ step: 'read', share });
      await warehouse.verify({ signal: options?.signal, onShare });
      return session.isBusy ? statusOf(session) : shown();
    },
    storage: () => warehouse.storage(),
    persist: async () => (await host.storage?.persist()) ?? false,
    planBackup: () => warehouse.planBackup(),
    backupFile: ({ path }) => warehouse.backupFile(path),
    noteBackup: () => warehouse.noteBackup(),
    async restore({ files }) {
      await session.alone(() => warehouse.restore(files));
      session.answers.forget();
      return shown();
    },
  };
}
