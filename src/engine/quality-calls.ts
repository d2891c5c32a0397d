import { WorkbenchError } from '../core/errors.ts';
import { defaultQualitySettings } from '../core/quality/settings.ts';
import type { CheckSeries, Workbench } from '../workbench.ts';
import type { Session } from './session.ts';

type QualityCalls = Pick<
  Workbench,
  'settings' | 'changeSettings' | 'journal' | 'checkSeries' | 'backtest'
>;

/** The calls about checks over time and what people decided about them. */
export function qualityCalls({ warehouse }: Session): QualityCalls {
  return {
    settings: async () => warehouse.head?.settings ?? defaultQualitySettings,
    async changeSettings() {
      throw new WorkbenchError('engine-failed', 'not here yet: settings');
    },
    journal: async () => warehouse.head?.journal ?? [],
    async checkSeries({ id }): Promise<CheckSeries> {
      const seen = warehouse.head?.checkHistory[id] ?? [];
      return { id, points: seen.map(([at, status, observed]) => ({ at, status, observed })) };
    },
    backtest: async () => ({ from: '', to: '', checks: [], alarms: [] }),
  };
}
