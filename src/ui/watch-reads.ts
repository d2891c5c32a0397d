import type { Workbench } from '../workbench.ts';

const reads = ['metrics', 'eventPanels', 'query', 'exportFile', 'checkSeries', 'backtest'] as const;

/** The same workbench; `onRead` hears when a call has read published files, whatever came of it. */
export function watchReads(workbench: Workbench, onRead: () => void): Workbench {
  const watched = reads.map((name) => {
    const call = workbench[name] as (...words: unknown[]) => Promise<unknown>;
    return [name, (...words: unknown[]) => call.apply(workbench, words).finally(onRead)];
  });
  return Object.assign(Object.create(workbench) as Workbench, Object.fromEntries(watched));
}
