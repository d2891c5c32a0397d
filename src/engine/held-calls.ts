import { WorkbenchError } from '../core/errors.ts';
import type { Workbench } from '../workbench.ts';
import type { Session } from './session.ts';

type HeldCalls = Pick<Workbench, 'held' | 'decide'>;

/** The calls about runs that wait for a person. */
export function heldCalls({ warehouse }: Session): HeldCalls {
  return {
    held: async () => warehouse.head?.held ?? [],
    async decide({ id }) {
      throw new WorkbenchError('held-unknown', `no such held run: ${id}`);
    },
  };
}
