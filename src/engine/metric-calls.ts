import type { Workbench } from '../workbench.ts';
import type { Session } from './session.ts';

type MetricCalls = Pick<Workbench, 'metric'>;

/** To be built. */
export function metricCalls(_session: Session): MetricCalls {
  return {
    metric: () => Promise.reject(new Error('metric: not built yet')),
  };
}
