import { planRuled } from '../core/ingest/plan-reclassify.ts';
import { MatchCounter } from '../core/rules/count-matches.ts';
import { planSessions } from '../core/rules/plan-sessions-preview.ts';
import {
  changedActions,
  changedDays,
  countedTotals,
  distinctVisitors,
  planDecidedRequests,
  planMoves,
  publishedRequests,
} from '../core/rules/plan-rules-preview.ts';
import type { RuleMove, RulesPreview } from '../core/rules/rules-preview.ts';
import { storedRuleKinds } from '../core/rules/rules.ts';
import type { RuleKind, Rules } from '../core/rules/rules.ts';
import { changedKinds, decideAlike } from '../core/rules/same-rules.ts';
import type { CallOptions } from '../workbench.ts';
import { decideAnew } from './decide-anew.ts';
import type { Database, Row } from './ports.ts';
import type { PreviewSources } from './preview-sources.ts';
import type { Session } from './session.ts';

const sources = new Set(
  ['events', 'requests', 'visitors', 'repeats', 'deliveries'].map((name) => `ingest.${name}`),
);
const samples = 5;

/**
 * Shows what other rules would do to what is published: requests are decided anew, each once, and its events counted. On a
 * connection and in a database of its own: nothing is written.
 */
export class RulesPreviewer {
  readonly #session: Session;
  readonly #sources: PreviewSources;
  #db: Promise<Database> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #previews = 0;

  constructor(session: Session, from: PreviewSources) {
    this.#session = session;
    this.#sources = from;
  }

  /** Previews wait for one another, and for what is published to be saved. */
  preview(after: Rules, options: CallOptions = {}): Promise<RulesPreview> {
    const shown = this.#last.then(() => this.#preview(after, options));
    this.#last = shown.catch(() => {});
    return shown;
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    await this.#last;
    if (this.#db !== undefined) await (await this.#db).close();
  }

  async #preview(after: Rules, options: CallOptions): Promise<RulesPreview> {
    await this.#session.settled();
    const { projects, warehouse } = this.#session;
    const before = projects.rulesOf(warehouse.head);
    this.#db ??= this.#session.openEngine().then((db) => db.connect());
    const db = await this.#db;
    const catalog = `preview_rules_${++this.#previews}`;
    await db.run(`attach ':memory:' as ${catalog}; use ${catalog}`);
    try {
      await this.#sources.create(db, sources, options.signal);
      return await previewIn(db, { before, after }, options);
    } finally {
      await db.run(`use memory; detach database if exists ${catalog}`);
    }
  }
}

async function previewIn(
  db: Database,
  { before, after }: { before: Rules; after: Rules },
  { signal }: CallOptions,
): Promise<RulesPreview> {
  const requests = 'ingest.requests';
  await db.run(planRuled(requests, publishedRequests), { signal });
  const counter = new MatchCounter(before, after);
  await decideAnew(db, {
    ...{ before, after, requests, signal },
    onAction: (decided, rows) => counter.action(decided, rows),
    onChannel: (decided, kept, rows) => counter.channel(decided, kept, rows),
  });
  await db.run(planDecidedRequests, { signal });
  const [counted] = await db.rows(countedTotals, { signal });
  const [visitors] = await db.rows(distinctVisitors, { signal });
  const isSame = decideAlike(before, after);
  const sessions = await sessionsIn(db, signal);
  return {
    events: Number(counted!['events']),
    ...(isSame ? { changed: 0, days: null, moves: [] } : await changesIn(db, signal)),
    matches: counter.matches,
    totals: totalsOf({ ...visitors, ...counted }, sessions),
    later: changedKinds(before, after).filter(isLater),
  };
}

async function changesIn(
  db: Database,
  signal: AbortSignal | undefined,
): Promise<Pick<RulesPreview, 'changed' | 'days' | 'moves'>> {
  const moves: RuleMove[] = [];
  for (const kind of ['action', 'channel'] as const)
    moves.push(...movesOf(kind, await db.rows(planMoves(kind, samples), { signal })));
  const [found] = await db.rows(changedDays, { signal });
  const { first, last, days, changed } = found!;
  const count = Number(days);
  return {
    changed: Number(changed),
    days: count === 0 ? null : { from: String(first), to: String(last), count },
    moves: moves.sort((a, b) => b.rows - a.rows),
  };
}

function movesOf(kind: RuleMove['kind'], rows: Row[]): RuleMove[] {
  const moves = new Map<string, RuleMove>();
  for (const row of rows) {
    const [from, to] = [String(row['before']), String(row['after'])];
    const move = moves.get(`${from} ${to}`) ?? {
      ...{ kind, from, to, rows: Number(row['total']), samples: [] },
    };
    moves.set(`${from} ${to}`, move);
    const [host, path, detail] = [row['host'], row['path'], row['detail']].map(String);
    move.samples.push({
      ...{ host: host!, path: path!, detail: detail! },
      rows: Number(row['rows']),
    });
  }
  return [...moves.values()];
}

type Side = 'before' | 'after';
type Totals = RulesPreview['totals'];

/** Sessions before and after; where no action changes they are the same. */
async function sessionsIn(
  db: Database,
  signal: AbortSignal | undefined,
): Promise<Record<Side, Row>> {
  const [before] = await db.rows(planSessions('before'), { signal });
  const [moved] = await db.rows(changedActions, { signal });
  if (Number(moved!['changed']) === 0) return { before: before!, after: before! };
  const [after] = await db.rows(planSessions('after'), { signal });
  return { before: before!, after: after! };
}

const counted = ['website_hits', 'signups', 'logins', 'purchases'] as const;

function totalsOf(row: Row, sessions: Record<Side, Row>): Totals {
  const of = (name: string): Record<Side, number> => ({
    before: Number(row[`${name}_before`]),
    after: Number(row[`${name}_after`]),
  });
  const inSessions = (name: string): Record<Side, number> => ({
    before: Number(sessions.before[name]),
    after: Number(sessions.after[name]),
  });
  const visits = inSessions('visits');
  const hits = of('website_hits');
  return [
    { metric: 'daily_visitors', ...of('daily_visitors') },
    { metric: 'website_visits', ...visits },
    ...counted.map((metric) => ({ metric, ...of(metric) })),
    { metric: 'signup_conversion_rate', ...shareOf(of('signups'), hits) },
    { metric: 'purchase_conversion_rate', ...shareOf(of('purchases'), hits) },
    { metric: 'bounce_rate', ...shareOf(inSessions('bounces'), visits) },
    { metric: 'visit_duration', ...shareOf(inSessions('seconds'), visits) },
  ];
}

/** What the one is of the other; nothing of nothing is 0. */
function shareOf(part: Record<Side, number>, whole: Record<Side, number>): Record<Side, number> {
  const share = (side: Side): number => (whole[side] === 0 ? 0 : part[side] / whole[side]);
  return { before: share('before'), after: share('after') };
}

function isLater(kind: RuleKind): boolean {
  return !(storedRuleKinds as readonly RuleKind[]).includes(kind);
}
