import type { RunReport } from '../core/run/run-report.ts';
import type { CallOptions, WarehouseStatus } from '../workbench.ts';
import type { RunContext } from './run-context.ts';
import { saveRun } from './run-drop.ts';
import type { RunOutcome } from './run-drop.ts';

/** A published run on its way to the disk. */
export interface Saving {
  done: Promise<RunReport>;
  state(): WarehouseStatus['storage'];
  listen(onProgress: CallOptions['onProgress']): void;
}

/** Saves a run behind the screens. What was staged for it is forgotten when that fails. */
export function startSaving(
  context: RunContext,
  outcome: RunOutcome,
  onSaved: (report: RunReport) => void,
): Saving {
  const listeners = new Set<NonNullable<CallOptions['onProgress']>>();
  let state: WarehouseStatus['storage'] = { state: 'saving' };
  const onShare = (share: number): void => {
    for (const listener of listeners) listener({ step: 'publish', share });
  };
  const save = async (): Promise<RunReport> => {
    try {
      const report = await saveRun(context, outcome, { signal: undefined, onShare });
      state = { state: 'saved' };
      onSaved(report);
      return report;
    } catch (error) {
      state = { state: 'failed', message: (error as Error).message };
      await context.warehouse.discard();
      throw error;
    }
  };
  const done = save();
  // Whoever waits for it hears of a failure; until then the state tells.
  done.catch(() => {});
  return {
    done,
    state: () => state,
    listen(onProgress) {
      if (onProgress !== undefined) listeners.add(onProgress);
    },
  };
}
