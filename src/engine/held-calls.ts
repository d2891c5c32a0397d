import { WorkbenchError } from '../core/errors.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import { journalOfDecision } from '../core/run/journal-draft.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { releaseHeld } from '../core/warehouse/hold-run.ts';
import { nextManifest } from '../core/warehouse/next-manifest.ts';
import type { CallOptions, HeldDecision, Workbench } from '../workbench.ts';
import type { Subject } from '../core/subject.ts';
import type { Decision } from './decision.ts';
import { loadOfHeldShop } from './load-shop.ts';
import { heldRunOf, loadOfHeld } from './load-held.ts';
import { performRun } from './perform-run.ts';
import type { Load } from './run-drop.ts';
import type { Session } from './session.ts';

type HeldCalls = Pick<Workbench, 'held' | 'decide'>;

/** The calls about runs that wait for a person. */
export function heldCalls(session: Session): HeldCalls {
  const { warehouse } = session;
  return {
    held: async () => warehouse.head?.held ?? [],
    async decide(input, options = {}) {
      await warehouse.refresh();
      const held = heldRunOf(warehouse.head?.held, input.id);
      return input.decision === 'discard'
        ? discardHeld(session, held, input)
        : rebuildHeld(session, held, input, options);
    },
  };
}

/** Builds what was held on what is published now and audits it: to publish it whatever is found, or where nothing fails. */
function rebuildHeld(
  session: Session,
  held: HeldRun,
  input: HeldDecision,
  options: CallOptions,
): Promise<RunReport> {
  const decision = input.decision === 'publish' ? decisionOf(held, input) : undefined;
  // Its events are on disk already; what is built from them takes about as much again.
  const needs = Object.values(held.staged).reduce((sum, { bytes }) => sum + 2 * bytes, 0);
  // Whoever decides has seen the day: rows that others brought meanwhile are counted once.
  const onOverlap = held.onOverlap === 'replace' ? 'replace' : 'add';
  const { subject = 'website' } = held;
  const subjects: ReadonlySet<Subject> = new Set([subject]);
  const manner = {
    subjects,
    dryRun: false,
    onOverlap,
    needs,
    ...(decision && { decision }),
  } as const;
  // Another tab may have decided on it, or mended a part of it, before this one's turn came.
  const load: Load = (context, ...rest) => {
    const now = heldRunOf(context.warehouse.head?.held, held.id);
    return (subject === 'shop' ? loadOfHeldShop(now) : loadOfHeld(now))(context, ...rest);
  };
  return performRun(session, load, manner, options);
}

function decisionOf(held: HeldRun, { reason = '', by }: HeldDecision): Decision {
  if (reason.trim() === '')
    throw new WorkbenchError('reason-missing', `a reason is needed to publish: ${held.id}`);
  return { held, reason: reason.trim(), ...(by !== undefined && { by }) };
}

async function discardHeld(
  session: Session,
  held: HeldRun,
  { reason, by }: HeldDecision,
): Promise<RunReport> {
  const names = held.deliveries.map(({ name }) => name).join(', ');
  const journal = journalOfDecision({
    kind: 'discarded',
    verdict: `Discarded what was held: ${names}.`,
    held: held.id,
    ...(reason && { reason }),
    ...(by && { by }),
  });
  const createdAt = session.warehouse.now();
  await session.warehouse.commit((head) => {
    heldRunOf(head?.held, held.id);
    return releaseHeld(nextManifest(head, createdAt), [held.id], journal);
  });
  const { subject = 'website' } = held;
  if (session.last.get(subject)?.report.status === 'held') session.last.delete(subject);
  return held.report;
}
