import type { Workbench } from '../workbench.ts';
import type { Session } from './session.ts';

type LineageCalls = Pick<Workbench, 'lineage'>;

/** To be built. */
export function lineageCalls(_session: Session): LineageCalls {
  return {
    lineage: () => Promise.reject(new Error('lineage: not built yet')),
  };
}
