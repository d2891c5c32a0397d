import type { StorageRoom } from '../../engine/ports.ts';

/** Room that the browser gives this origin. Only a page can ask it to keep the data: in a worker `persist` tells what was promised. */
export function browserStorage(): StorageRoom {
  const { storage } = navigator;
  return {
    async estimate() {
      const { usage = null, quota = null } = await storage.estimate();
      const free = usage === null || quota === null ? null : Math.max(0, quota - usage);
      return { usage, quota, free };
    },
    persisted: () => storage.persisted(),
    persist: () => storage.persisted(),
  };
}
