import { WorkbenchError } from '../core/errors.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { CallOptions, WarehouseStatus } from '../workbench.ts';
import type { RunContext } from './run-context.ts';
import type { RunOutcome } from './run-drop.ts';
import { saveRun } from './save-run.ts';

/** Who hears of the end of a saving. */
export interface SavingEnds {
  onSaved(report: RunReport): void;
  /** Another publication came first. */
  onMoved(): Promise<void>;
}

/** A published run on its way to the disk. */
export interface Saving {
  done: Promise<RunReport>;
  state(): WarehouseStatus['storage'];
  listen(onProgress: CallOptions['onProgress']): void;
}

/**
 * Saves a run behind the screens. What was staged for it is forgotten when that fails; where another publication came first, the
 * screens go back to the one in force.
 */
export function startSaving(context: RunContext, outcome: RunOutcome, ends: SavingEnds): Saving {
  const listeners = new Set<NonNullable<CallOptions['onProgress']>>();
  let state: WarehouseStatus['storage'] = { state: 'saving' };
  const onShare = (share: number): void => {
    for (const listener of listeners) listener({ step: 'publish', share });
  };
  const save = async (): Promise<RunReport> => {
    try {
      const report = await saveRun(context, outcome, { signal: undefined, onShare });
      ends.onSaved(report);
      state = { state: 'saved' };
      return report;
    } catch (error) {
      state = { state: 'failed', message: (error as Error).message };
      await context.warehouse.discard();
      if (error instanceof WorkbenchError && error.code === 'warehouse-moved') await ends.onMoved();
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
