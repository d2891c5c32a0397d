import type { RunReport } from '../core/run/run-report.ts';
import type { CallOptions } from '../workbench.ts';
import { holdCandidate } from './hold-candidate.ts';
import type { RunContext } from './run-context.ts';
import { runDrop } from './run-drop.ts';
import type { Load, RunOutcome } from './run-drop.ts';
import { startSaving } from './saving.ts';
import { dropCatalog } from './session.ts';
import type { Session } from './session.ts';

/** How a run is done. */
export type RunManner = Pick<
  RunContext,
  'subjects' | 'dryRun' | 'onOverlap' | 'decision' | 'keepContacts'
> & {
  /** Bytes that saving it may take. */
  needs: number;
};

/**
 * Runs, and publishes or holds what came of it: published tables are shown at once and saved behind the screens. Nobody else
 * publishes from its start until it is saved.
 */
export async function performRun(
  session: Session,
  load: Load,
  { needs, ...manner }: RunManner,
  options: CallOptions,
): Promise<RunReport> {
  const run = (until: (end: Promise<unknown>) => void): Promise<RunReport> =>
    runInDatabase(session, load, manner, options, until);
  if (manner.dryRun) return session.asReader(() => run(() => {}));
  return session.asPublisher(async (until) => {
    await session.warehouse.ensureRoom(needs);
    return run(until);
  });
}

async function runInDatabase(
  session: Session,
  load: Load,
  manner: Omit<RunManner, 'needs'>,
  options: CallOptions,
  until: (end: Promise<unknown>) => void,
): Promise<RunReport> {
  const context = await session.runContext(options, manner);
  const { db, catalog } = context;
  let isShown = false;
  try {
    const outcome = await runDrop(context, load, options);
    for (const subject of context.subjects) session.last.set(subject, outcome);
    session.performed = [...context.subjects].slice(0, 1);
    const { status } = outcome.report;
    // A rebuild brings nothing that could wait for a decision.
    const isFresh = outcome.report.deliveries.length > 0;
    if (status === 'held' && !manner.dryRun && isFresh) await hold(context, outcome, options);
    if (status !== 'published') return outcome.report;
    const before = await session.published.switchTo(catalog, outcome);
    isShown = true;
    await session.dropBehind(before, catalog);
    session.saving = startSaving(context, outcome, {
      onSaved(report) {
        session.published.settle();
        for (const subject of context.subjects) session.last.set(subject, { ...outcome, report });
      },
      onMoved: () => session.showHead(),
    });
    until(session.saving.done);
    return outcome.report;
  } finally {
    if (!isShown) await dropCatalog(db, catalog);
  }
}

async function hold(
  context: RunContext,
  outcome: RunOutcome,
  { signal, onProgress }: CallOptions,
): Promise<void> {
  const onShare = (share: number): void => onProgress?.({ step: 'publish', share });
  try {
    await holdCandidate(context, outcome, { signal, onShare });
  } finally {
    await context.warehouse.discard();
  }
}
