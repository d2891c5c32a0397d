import { literal } from '../../lib/sql.ts';

/** The states of growth accounting, those above zero first, from zero up. */
export const growthStates = ['Retained', 'Resurrected', 'New', 'Churned', 'Stale'] as const;
export type GrowthState = (typeof growthStates)[number];

/** Days and hosts that the Growth screen asks for; no host: all of them together. */
export interface GrowthScope {
  from: string;
  to: string;
  hosts: string[];
}

export type CohortGrain = 'day' | 'week';

/** Visitors by day and state; null on days that no delivery holds. */
export interface Accounting {
  days: string[];
  states: Record<GrowthState, (number | null)[]>;
}

/** Came or came back, left, and what follows of the two, over all days. */
export interface GrowthSum {
  gained: number;
  lost: number;
  net: number;
  /** gained / lost; null where nobody left. */
  quickRatio: number | null;
}

/** One cohort: by age its visitors, null where that age has no data. */
export interface Cohort {
  ds: string;
  size: number;
  visitors: (number | null)[];
}

// Of several hosts each counts for itself: a visitor of two is counted twice, as the screen says.
function hostCondition(hosts: readonly string[]): string {
  return `dim_hostname in (${(hosts.length > 0 ? hosts : ['(overall)']).map(literal).join(', ')})`;
}

/** Columns `ds`, `state`, `visitors`. */
export function accountingSql({ from, to, hosts }: GrowthScope): string {
  return `select ds, state, sum(visitors)::bigint as visitors
from growth.growth_accounting
where ds between ${literal(from)} and ${literal(to)} and ${hostCondition(hosts)}
group by ds, state
order by ds, state`;
}

/** Columns `cohort_ds`, `age`, `visitors`, `of_cohort`, of cohorts that began in the range, up to an age. */
export function cohortsSql(
  { from, to, hosts }: GrowthScope,
  grain: CohortGrain,
  oldest: number,
): string {
  return `select cohort_ds, age, sum(visitors)::bigint as visitors, sum(of_cohort)::bigint as of_cohort
from growth.retention_cohorts
where cohort_grain = ${literal(grain)} and cohort_ds between ${literal(from)} and ${literal(to)}
  and age <= ${oldest} and ${hostCondition(hosts)}
group by cohort_ds, age
order by cohort_ds, age`;
}

/** Columns `step`, `visitors`, `sessions` of the published funnel, the landings of each day of the range together, in the order of the steps. */
export function landingFunnelSql({ from, to, hosts }: GrowthScope): string {
  return `select step, sum(visitors)::bigint as visitors, sum(sessions)::bigint as sessions
from growth.funnel
where ds between ${literal(from)} and ${literal(to)} and ${hostCondition(hosts)}
group by step, step_number
order by step_number`;
}

/** A step of the published funnel: visitors within 7 days of landing, and visits. */
export interface LandingStep {
  step: string;
  visitors: number;
  sessions: number;
}

/** Rows of `landingFunnelSql`. */
export function readLandingFunnel(rows: Rows): LandingStep[] {
  return rows.map(([step, visitors, sessions]) => ({
    step: String(step),
    visitors: Number(visitors),
    sessions: Number(sessions),
  }));
}

/** Columns `ds`, `first_hour`, `last_hour` of the days of a range, over everything published. */
export function hoursSql({ from, to }: GrowthScope): string {
  return `select ds, min(event_hour) as first_hour, max(event_hour) as last_hour
from core.agg_website_events
where event_hour is not null and ds in (${literal(from)}, ${literal(to)})
group by ds`;
}

type Rows = readonly (readonly unknown[])[];

/** Rows of `accountingSql` by day; every day of the range is there. */
export function readAccounting(days: string[], rows: Rows): Accounting {
  const found = new Map(
    rows.map(([ds, state, visitors]) => [`${String(ds)} ${String(state)}`, Number(visitors)]),
  );
  const valuesOf = (state: GrowthState) => days.map((ds) => found.get(`${ds} ${state}`) ?? null);
  const states = Object.fromEntries(growthStates.map((state) => [state, valuesOf(state)]));
  return { days, states: states as Accounting['states'] };
}

/** Net growth and quick ratio over all days. */
export function sumGrowth({ states }: Accounting): GrowthSum {
  const total = (state: GrowthState): number =>
    states[state].reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const gained = total('New') + total('Resurrected');
  const lost = total('Churned');
  return { gained, lost, net: gained - lost, quickRatio: lost === 0 ? null : gained / lost };
}

/** Rows of `cohortsSql` as a triangle. */
export function readCohorts(rows: Rows): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  for (const [ds, age, visitors, size] of rows) {
    const cohort = cohorts.get(String(ds)) ?? { ds: String(ds), size: Number(size), visitors: [] };
    cohorts.set(cohort.ds, cohort);
    while (cohort.visitors.length < Number(age)) cohort.visitors.push(null);
    cohort.visitors.push(Number(visitors));
  }
  return [...cohorts.values()];
}

/** By age, the share of those who came back of all cohorts that have reached it; null where none has. */
export function averageRetention(cohorts: readonly Cohort[], oldest: number): (number | null)[] {
  return Array.from({ length: oldest + 1 }, (_, age) => {
    const reached = cohorts.filter(({ visitors }) => typeof visitors[age] === 'number');
    const size = reached.reduce((sum, one) => sum + one.size, 0);
    return size === 0
      ? null
      : reached.reduce((sum, one) => sum + (one.visitors[age] ?? 0), 0) / size;
  });
}
