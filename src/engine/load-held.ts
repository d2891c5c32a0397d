import { WorkbenchError } from '../core/errors.ts';
import { planStarFromStaged } from '../core/ingest/plan-star.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import { sameName } from '../core/run/mends.ts';
import { forgetFile, loadKept } from './load-drop.ts';
import { reclassifyKept } from './reclassify-kept.ts';
import type { Load } from './run-drop.ts';

/** The load of a run that was held: what it brought, from its staged events, beside what is live by now. */
export function loadOfHeld(held: HeldRun): Load {
  return async (context, steps, signal) => {
    const { db, warehouse } = context;
    const ids = held.deliveries.map(({ id }) => id);
    const live = warehouse.deliveries();
    const superseded = live
      .filter(({ name }) => held.deliveries.some((one) => sameName(one.name, name)))
      .map(({ id }) => id);
    steps.at('read', 0.2);
    await warehouse.loadHeld(db, 'load.staged', held);
    await db.run(planStarFromStaged(held.deliveries), { signal });
    await forgetFile(db);
    const before = { ...context.shippedRules, ...held.rules };
    await reclassifyKept(db, { before, after: context.project.rules }, ids, signal);
    const kept = live.filter(({ id }) => !superseded.includes(id) && !ids.includes(id));
    await loadKept(context, kept, signal);
    return {
      reports: held.report.deliveries.filter(({ id }) => ids.includes(id)),
      rejects: held.deliveries.map(({ name, rejected, rejectedLines = [] }) => ({
        file: name,
        rejects: rejectedLines.map(([line, reason]) => ({ line, reason, text: '' })),
        total: rejected,
      })),
      superseded: superseded.filter((id) => !ids.includes(id)),
      shortened: new Map(),
      mappings: held.mappings ?? {},
    };
  };
}

/** The held run of that id. Throws `held-unknown`. */
export function heldRunOf(held: readonly HeldRun[] | undefined, id: string): HeldRun {
  const found = held?.find((run) => run.id === id);
  if (found === undefined) throw new WorkbenchError('held-unknown', `no such held run: ${id}`);
  return found;
}
