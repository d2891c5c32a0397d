import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileUnitTest } from '../core/project/compile-unit-test.ts';
import { day, day1, openCandidate, project, second } from './testing/candidate.ts';
import type { Candidate, StarEvent } from './testing/candidate.ts';

const growth = ['int_active_days', 'growth_accounting', 'retention_cohorts', 'funnel'];
const hosts = ['a.example.com', 'b.example.com'] as const;
const week = 7n * day;

/** A website hit, as the oracles see it. */
interface Hit {
  visitor: bigint;
  at: bigint;
  host: string;
  action: string;
}

const dsOf = (number: number): string =>
  new Date(Number(day1 / 1000n) + number * 86_400_000).toISOString().slice(0, 10);
const dayOf = ({ at }: { at: bigint }): number => Number((at - day1) / day);

/** Few visitors, hosts and minutes, so that they meet; three weeks, so that they part. */
const events: fc.Arbitrary<StarEvent[]> = fc
  .array(
    fc.record({
      visitor: fc.bigInt(1n, 6n),
      day: fc.nat(20).map((n) => (n === 9 ? 10 : n)),
      minute: fc.nat(1439),
      host: fc.constantFrom(...hosts),
      action: fc.constantFrom('page_view', 'page_view', 'signup', 'purchase', 'asset'),
      isBot: fc.boolean().map(() => false),
    }),
    { minLength: 1, maxLength: 90 },
  )
  .map((drawn) => [
    // A robot comes on some day: a day of the calendar, and nobody's visit.
    { visitor: 99n, at: day1 + 15n * day, isBot: true, host: hosts[0] },
    ...drawn.map(({ visitor, day: on, minute, host, action }) => ({
      visitor,
      // The day counts twice as often in its first hours: visits of some minutes apart.
      at: day1 + BigInt(on) * day + BigInt(minute % 2 ? minute : minute % 90) * 60n * second,
      host,
      action,
    })),
  ]);

const hitsOf = (drawn: StarEvent[]): Hit[] =>
  drawn
    .filter(({ isBot, action }) => !isBot && action !== 'asset')
    .map(({ visitor, at, host, action }) => ({
      visitor,
      at,
      host: host!,
      action: action ?? 'page_view',
    }));

const daysOf = (drawn: StarEvent[]): number[] =>
  [...new Set(drawn.map(dayOf))].sort((a, b) => a - b);

/** By host and (overall), the days of each visitor. */
function activeDays(hits: Hit[]): Map<string, Map<bigint, Set<number>>> {
  const found = new Map<string, Map<bigint, Set<number>>>();
  for (const hit of hits) {
    for (const host of [hit.host, '(overall)']) {
      const visitors = found.get(host) ?? new Map<bigint, Set<number>>();
      found.set(host, visitors);
      visitors.set(hit.visitor, (visitors.get(hit.visitor) ?? new Set()).add(dayOf(hit)));
    }
  }
  return found;
}

function stateOf(days: Set<number>, today: number): string | undefined {
  const earlier = [...days].some((one) => one < today - 1);
  const yesterday = days.has(today - 1);
  if (days.has(today)) return yesterday ? 'Retained' : earlier ? 'Resurrected' : 'New';
  return yesterday ? 'Churned' : earlier ? 'Stale' : undefined;
}

/** Asks every visitor on every day: what the SQL must not do. */
function accountFor(drawn: StarEvent[]): string[] {
  const lines: string[] = [];
  for (const [host, visitors] of activeDays(hitsOf(drawn))) {
    const first = Math.min(...[...visitors.values()].flatMap((days) => [...days]));
    for (const today of daysOf(drawn).filter((one) => one >= first)) {
      const states = [...visitors.values()].map((days) => stateOf(days, today));
      for (const state of ['New', 'Retained', 'Resurrected', 'Churned', 'Stale'])
        lines.push(`${dsOf(today)} ${host} ${state} ${states.filter((s) => s === state).length}`);
    }
  }
  return lines.sort();
}

// 2026-08-31, the day before the first, is a Monday.
const mondayOf = (number: number): number => Math.floor((number + 1) / 7) * 7 - 1;

function cohortsOf(drawn: StarEvent[]): string[] {
  const lines: string[] = [];
  for (const [grain, cut, length] of [
    ['day', (one: number) => one, 1],
    ['week', mondayOf, 7],
  ] as const) {
    const calendar = [...new Set(daysOf(drawn).map(cut))];
    for (const [host, visitors] of activeDays(hitsOf(drawn))) {
      const seen = [...visitors.values()].map((days) => new Set([...days].map(cut)));
      const firsts = seen.map((days) => Math.min(...days));
      for (const cohort of new Set(firsts)) {
        const members = seen.filter((_, i) => firsts[i] === cohort);
        for (const at of calendar.filter((one) => one >= cohort)) {
          const back = members.filter((days) => days.has(at)).length;
          lines.push(
            `${grain} ${dsOf(cohort)} ${host} ${(at - cohort) / length} ${back} ${members.length}`,
          );
        }
      }
    }
  }
  return lines.sort();
}

interface Visit {
  visitor: bigint;
  at: bigint;
  host: string;
  hits: Hit[];
}

/** Sorted in time; equal instants cannot be told apart here and are not drawn. */
function visitsOf(hits: Hit[]): Visit[] {
  const visits: Visit[] = [];
  const open = new Map<bigint, Visit>();
  for (const hit of [...hits].sort((a, b) => Number(a.at - b.at))) {
    const visit = open.get(hit.visitor);
    const isNew = !visit || hit.at - visit.hits.at(-1)!.at > 30n * 60n * second;
    if (isNew || hit.at - visit.at >= day) {
      const begun = { visitor: hit.visitor, at: hit.at, host: hit.host, hits: [hit] };
      open.set(hit.visitor, begun);
      visits.push(begun);
    } else visit.hits.push(hit);
  }
  return visits;
}

/** How far a visitor or visit comes: 1, 2 or 3 steps. */
function depthOf(hits: Hit[], from: bigint, until: bigint): number {
  const near = hits.filter(({ at }) => at >= from && at <= until);
  const signup = near
    .filter(({ action }) => action === 'signup')
    .sort((a, b) => Number(a.at - b.at));
  if (signup.length === 0) return 1;
  return near.some(({ action, at }) => action === 'purchase' && at > signup[0]!.at) ? 3 : 2;
}

function funnelOf(drawn: StarEvent[]): string[] {
  const hits = hitsOf(drawn);
  const cells = new Map<string, { people: Map<bigint, bigint>; visits: number[] }>();
  for (const visit of visitsOf(hits)) {
    for (const host of [visit.host, '(overall)']) {
      const key = `${dsOf(dayOf(visit))} ${host}`;
      const cell = cells.get(key) ?? { people: new Map<bigint, bigint>(), visits: [] };
      cells.set(key, cell);
      if (!cell.people.has(visit.visitor)) cell.people.set(visit.visitor, visit.at);
      cell.visits.push(depthOf(visit.hits, visit.at, visit.at + week));
    }
  }
  const lines = [...cells].flatMap(([key, { people, visits }]) => {
    const depths = [...people].map(([visitor, at]) =>
      depthOf(
        hits.filter((hit) => hit.visitor === visitor),
        at,
        at + week,
      ),
    );
    const reach = (all: number[], step: number) => all.filter((depth) => depth >= step).length;
    return ['landing', 'signup', 'purchase'].map(
      (step, i) => `${key} ${step} ${reach(depths, i + 1)} ${reach(visits, i + 1)}`,
    );
  });
  return lines.sort();
}

/** One visitor does one thing at an instant: ties are another test's. */
const untied = (drawn: StarEvent[]): StarEvent[] => [
  ...new Map(drawn.map((event) => [`${event.visitor} ${event.at}`, event])).values(),
];

async function linesOf(candidate: Candidate, columns: string, table: string): Promise<string[]> {
  const rows = await candidate.rows(`select concat_ws(' ', ${columns}) as line from ${table}`);
  return rows.map(({ line }) => String(line)).sort();
}

it('states, cohorts and steps are what asking everyone on every day gives', async () => {
  await fc.assert(
    fc.asyncProperty(events.map(untied), async (drawn) => {
      const candidate = await openCandidate(drawn);
      await candidate.build();
      const states = await linesOf(
        candidate,
        'ds, dim_hostname, state, visitors',
        'growth.growth_accounting',
      );
      const cohorts = await linesOf(
        candidate,
        'cohort_grain, cohort_ds, dim_hostname, age, visitors, of_cohort',
        'growth.retention_cohorts',
      );
      const steps = await linesOf(
        candidate,
        'ds, dim_hostname, step, visitors, sessions',
        'growth.funnel',
      );
      candidate.close();
      expect(states).toEqual(accountFor(drawn));
      expect(cohorts).toEqual(cohortsOf(drawn));
      expect(steps).toEqual(funnelOf(drawn));
    }),
    { numRuns: 12 },
  );
}, 60_000);

describe('unit tests of the models', () => {
  let candidate: Candidate;
  beforeAll(async () => {
    candidate = await openCandidate([]);
  });
  afterAll(() => candidate.close());

  const units = growth.flatMap((name) =>
    project.models.get(name)!.unitTests.map((test) => [name, test.name] as const),
  );
  it.each(units)('%s: %s', async (name, unit) => {
    const model = project.models.get(name)!;
    const test = model.unitTests.find((one) => one.name === unit)!;
    expect(await candidate.rows(compileUnitTest(test, model, project))).toEqual([]);
  });

  it('each model has one', () => {
    expect(new Set(units.map(([name]) => name))).toEqual(new Set(growth));
  });
});

it('a day cohort is followed for 90 days, a week cohort for longer', async () => {
  const ages = Array.from({ length: 101 }, (_, n) => ({ visitor: 1n, at: day1 + BigInt(n) * day }));
  const candidate = await openCandidate(ages);
  await candidate.build();
  const rows = await candidate.rows(
    `select cohort_grain as grain, max(age) as oldest from growth.retention_cohorts
    where cohort_ds <= '2026-09-01' group by all order by grain`,
  );
  candidate.close();
  expect(rows).toEqual([
    { grain: 'day', oldest: 90n },
    { grain: 'week', oldest: 14n },
  ]);
});
