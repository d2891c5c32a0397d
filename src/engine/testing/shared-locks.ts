import { WorkbenchError } from '../../core/errors.ts';
import type { Locks } from '../ports.ts';

/** Locks between writers of one process, as tabs have them: those of a dead one go. */
export class SharedLocks {
  readonly #held = new Set<{ owner: string; name: string }>();

  of(owner: string): Locks {
    return {
      exclusive: async (name, work) => {
        if ([...this.#held].some((held) => held.name === name))
          throw new WorkbenchError('warehouse-busy', 'another tab is publishing');
        const lock = this.#take(owner, name);
        try {
          return await work();
        } finally {
          this.#held.delete(lock);
        }
      },
      shared: async (name) => {
        const lock = this.#take(owner, name);
        return async () => void this.#held.delete(lock);
      },
      heldNames: async () => [...this.#held].map(({ name }) => name),
    };
  }

  dies(owner: string): void {
    for (const held of this.#held) if (held.owner === owner) this.#held.delete(held);
  }

  #take(owner: string, name: string): { owner: string; name: string } {
    const lock = { owner, name };
    this.#held.add(lock);
    return lock;
  }
}
