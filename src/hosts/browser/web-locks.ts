import { WorkbenchError } from '../../core/errors.ts';
import type { Locks } from '../../engine/ports.ts';

const prefix = 'homegrown-';

/** Locks between the tabs of this origin; a tab's go with it. Undefined where the browser has none. */
export function webLocks(): Locks | undefined {
  // Browsers leave them out of pages that are not secure.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return undefined;
  return {
    exclusive: (name, work) =>
      locks.request(prefix + name, { ifAvailable: true }, (lock) => {
        if (lock !== null) return work();
        throw new WorkbenchError('warehouse-busy', 'another tab is publishing to this warehouse');
      }),
    shared: (name) => holdShared(locks, prefix + name),
    async heldNames() {
      const { held = [] } = await locks.query();
      return held.flatMap(({ name }) =>
        name?.startsWith(prefix) ? [name.slice(prefix.length)] : [],
      );
    },
  };
}

function holdShared(locks: LockManager, name: string): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    let end = (): void => {};
    const held = new Promise<void>((ended) => (end = ended));
    const done = locks.request(name, { mode: 'shared' }, () => {
      resolve(async () => {
        end();
        await done;
      });
      return held;
    });
    done.catch(reject);
  });
}
