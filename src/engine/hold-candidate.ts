import { diffDays, planDayNumbers } from '../core/run/diff-days.ts';
import type { DayDiff, HeldRun } from '../core/run/held-run.ts';
import { decideAlike } from '../core/rules/same-rules.ts';
import { journalOfRun } from '../core/run/journal-draft.ts';
import { holdRun } from '../core/warehouse/hold-run.ts';
import type { Partition } from '../core/warehouse/partition.ts';
import { literal } from '../lib/sql.ts';
import { compareNumbers, stageExports } from './hold-shop.ts';
import { keptDelivery } from './kept-delivery.ts';
import { keptFinding } from './publication-of.ts';
import { walkPartitions } from './publish-tables.ts';
import type { ReadyPartition } from './publish-tables.ts';
import type { RunContext } from './run-context.ts';
import type { RunOutcome } from './run-drop.ts';

const staged = 'staging.stg_web_events';
const heldEvents = 'load.held_events';

/**
 * Keeps a run that its checks stopped: the events it brought as files, its report, and what it would change by day and host. The
 * published tables stay as they are. Resolves to what the manifest says of it.
 */
export async function holdCandidate(
  context: RunContext,
  outcome: RunOutcome,
  options: { signal: AbortSignal | undefined; onShare: (share: number) => void },
): Promise<HeldRun> {
  const { warehouse, onOverlap } = context;
  const { report, superseded, days } = outcome;
  const isShop = !context.subjects.has('website');
  const fresh = report.deliveries.filter(({ status }) => status === 'loaded');
  const createdAt = warehouse.now();
  const id = await heldId(
    context,
    fresh.map((one) => one.id),
  );
  const before = warehouse.head?.held.find((one) => one.id === id);
  const held: HeldRun = {
    id,
    heldAt: before?.heldAt ?? createdAt,
    parent: warehouse.head?.generation ?? 0,
    report: { ...report, findings: report.findings.map(keptFinding) },
    deliveries: fresh.map((file, i) => keptDelivery(file, outcome.rejects[i]?.rejects ?? [])),
    ...(isShop && { subject: 'shop', numbers: await compareNumbers(context) }),
    staged: await (isShop ? stageExports : stageEvents)(
      context,
      fresh.map((one) => one.id),
      options,
    ),
    superseded,
    onOverlap,
    mappings: outcome.mappings,
    ...ownRules(context),
    diff: isShop ? [] : await diffWithPublished(context, days),
  };
  // One that was checked again is in the journal already: nothing came in.
  const journal = before ? undefined : journalOfRun(report, { kind: 'held', held: id }, days);
  const changes = { createdAt, held, journal, observations: report.findings };
  await warehouse.commit((head) => holdRun(head, changes));
  return held;
}

/** The rules that what is held was made by, where they are not those that ship. */
function ownRules({ project: { rules }, shippedRules }: RunContext): Pick<HeldRun, 'rules'> {
  const { actions, channels, hosts } = rules;
  return decideAlike(rules, shippedRules) ? {} : { rules: { actions, channels, hosts } };
}

/** The same files make the same id, in whatever order they came. */
async function heldId({ host }: RunContext, deliveries: string[]): Promise<string> {
  const hash = await host.sha256();
  hash.update(new TextEncoder().encode([...deliveries].sort().join('\n')));
  return `held-${hash.hex().slice(0, 16)}`;
}

async function stageEvents(
  { db, tables, warehouse }: RunContext,
  deliveries: string[],
  options: { signal: AbortSignal | undefined; onShare: (share: number) => void },
): Promise<Record<string, Partition>> {
  const table = tables.find(({ name }) => name === staged)!;
  const ids = deliveries.map(literal).join(', ');
  await db.run(
    `create or replace view ${heldEvents} as select * from ${staged} where delivery in (${ids})`,
  );
  const parts: Record<string, Partition> = {};
  const keep = async (ready: ReadyPartition): Promise<void> => {
    parts[ready.ds] = await warehouse.stageHeld(db, { ...ready, table }, options.signal);
  };
  await walkPartitions(db, [{ ...table, name: heldEvents }], keep, options);
  return parts;
}

async function diffWithPublished(context: RunContext, days: string[]): Promise<DayDiff[]> {
  const { db } = context;
  const candidate = await db.rows(planDayNumbers('growth.daily_metrics', 'growth.visitor_hours'));
  const list = new Set(days);
  return diffDays(await publishedNumbers(context), candidate).filter(({ ds }) => list.has(ds));
}

/** From the memory of the published run where it is there, else from the warehouse. */
async function publishedNumbers({ db, warehouse, published }: RunContext) {
  const { website } = published;
  if (website !== undefined)
    return db.rows(
      planDayNumbers(`${website}.growth.daily_metrics`, `${website}.growth.visitor_hours`),
    );
  if (warehouse.files('growth.daily_metrics').length === 0) return [];
  await warehouse.mount(db, 'growth.daily_metrics', 'load.metrics_before');
  await warehouse.mount(db, 'growth.visitor_hours', 'load.hours_before');
  return db.rows(planDayNumbers('load.metrics_before', 'load.hours_before'));
}
