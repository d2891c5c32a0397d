import { afterEach, describe, expect, it } from 'vitest';
import {
  buildCandidate,
  day,
  day1,
  hour,
  openCandidate,
  second,
  websiteProject,
} from './testing/candidate.ts';
import type { Candidate, StarEvent } from './testing/candidate.ts';
import { readCounts } from '../core/quality/check.ts';
import type { Counts } from '../core/quality/check.ts';
import type { Finding } from '../core/quality/finding.ts';
import { judge } from '../core/quality/judge.ts';
import { planChecks } from '../core/quality/plan-checks.ts';
import type { RunFacts } from '../core/quality/run-checks.ts';

const fct = 'core.fct_website_events';
const agg = 'core.agg_website_events';
const hosts = ['www.eczachly.com', 'www.zachwilson.tech'];
const facts: RunFacts = {
  deliveries: [
    {
      id: 'd1',
      name: 'a.csv',
      bytes: 10,
      bytesRead: 10,
      seen: 300,
      accepted: 300,
      rejected: 0,
      repeats: 0,
    },
  ],
  knownHosts: hosts,
  countryRanges: 1_000,
  minimumEvents: 20,
};

/** Three sound days of two hosts. */
function soundEvents(): StarEvent[] {
  return Array.from({ length: 300 }, (_, i) => ({
    visitor: BigInt(i % 40) + 1n,
    at: day1 + BigInt(i % 3) * day + BigInt(i % 24) * hour + BigInt(i) * second,
    host: hosts[i % 2]!,
    action: i % 25 === 0 ? 'signup' : 'page_view',
    country: i % 40 === 1 ? 'Unknown' : 'US',
  }));
}

const open: Candidate[] = [];
afterEach(() => open.splice(0).forEach((candidate) => candidate.close()));

async function audit(
  candidate: Candidate,
  more: Partial<RunFacts> = {},
): Promise<Map<string, Finding>> {
  open.push(candidate);
  const plan = planChecks(websiteProject, { ...facts, ...more });
  const counts = new Map<string, Counts>();
  for (const query of plan.queries) {
    const rows = await candidate.rows(query.sql);
    for (const [id, counted] of readCounts(query, rows[0]!)) counts.set(id, counted);
  }
  return new Map(
    plan.checks.map((check) => [check.id, judge(check, { counts: counts.get(check.id) })]),
  );
}

/** Statuses of the checks that do not pass. */
function alarms(findings: Map<string, Finding>): Record<string, string> {
  const alarmed = [...findings.values()].filter(
    ({ status }) => status === 'warn' || status === 'error',
  );
  return Object.fromEntries(alarmed.map(({ id, status }) => [id, status]));
}

async function auditEvents(
  change: (events: StarEvent[]) => StarEvent[],
  more: Partial<RunFacts> = {},
) {
  return audit(await buildCandidate(change(soundEvents())), more);
}

/** Builds the fact with one expression of its SQL replaced. */
async function auditFact(from: string, to: string) {
  const candidate = await openCandidate(soundEvents());
  await candidate.build((name, sql) => (name === fct ? sql.replace(from, to) : sql));
  return audit(candidate);
}

/** Builds, then changes rows of the aggregate. */
async function auditAgg(statement: string) {
  const candidate = await buildCandidate(soundEvents());
  await candidate.run(statement);
  return audit(candidate);
}

it('sound events pass every check', async () => {
  const findings = await auditEvents((events) => events);
  expect(alarms(findings)).toEqual({});
  expect([...findings.values()].filter(({ status }) => status !== 'pass')).toEqual([]);
});

describe('a fault in the fact is caught, and nothing else', () => {
  it.each([
    ['dim_hostname', 'cast(e.dim_hostname as varchar)'],
    ['dim_country', 'cast(e.dim_country as varchar)'],
    ['logged_out_user_id', 'e.visitor_id'],
    ['event_timestamp', 'e.event_timestamp'],
  ])('a null %s', async (column, expression) => {
    const broken = `case when e.rn <> 5 then ${expression} end`;
    const findings = await auditFact(`${expression} as ${column}`, `${broken} as ${column}`);
    const plain = await auditFact(`    ${expression},`, `    ${broken} as ${column},`);
    const seen = { ...alarms(findings), ...alarms(plain) };
    expect(seen).toEqual({ [`${fct}.not_null.${column}`]: 'error' });
  });

  it('a null dim_action_type', async () => {
    const findings = await auditFact(
      "case when e.is_landing then 'landing'",
      "case when e.rn = 5 then null when e.is_landing then 'landing'",
    );
    expect(alarms(findings)).toEqual({ [`${fct}.not_null.dim_action_type`]: 'error' });
  });

  it('a key that two rows share', async () => {
    const findings = await auditFact(
      'e.event_timestamp,',
      "date_trunc('year', e.event_timestamp) as event_timestamp,",
    );
    expect(alarms(findings)).toEqual({ [`${fct}.key_is_unique`]: 'error' });
  });

  it('a row that a join multiplies', async () => {
    const candidate = await openCandidate(soundEvents());
    await candidate.run('insert into ingest.properties select * from ingest.properties');
    await candidate.build();
    const findings = alarms(await audit(candidate));
    expect(findings[`${fct}.events_kept`]).toBe('error');
  });

  it('an event that is lost', async () => {
    const findings = await auditFact(
      'from events e',
      'from (select * from events where rn <> 5) e',
    );
    expect(alarms(findings)).toEqual({ [`${fct}.events_kept`]: 'error' });
  });
});

describe('a fault in the events is caught, and nothing else', () => {
  it('no events at all', async () => {
    expect(alarms(await auditEvents(() => []))).toEqual({ [`${fct}.events_kept`]: 'error' });
  });

  it.each([
    [2, 'warn'],
    [30, 'error'],
  ])('%i of 300 hosts that are none', async (count, status) => {
    const known = [...hosts, '10.0.0.1', 'localhost'];
    const findings = await auditEvents(
      (events) =>
        events.map((event, i) =>
          i < count ? { ...event, host: i % 2 ? 'localhost' : '10.0.0.1' } : event,
        ),
      { knownHosts: known },
    );
    expect(alarms(findings)).toEqual({ [`${fct}.hostname_well_formed`]: status });
  });

  it('a host not seen before, which is n/a on the first publication', async () => {
    const withNew = (events: StarEvent[]) => [
      ...events.slice(1),
      { ...events[0]!, host: 'new.eczachly.com' },
    ];
    expect(alarms(await auditEvents(withNew))).toEqual({ [`${fct}.hosts_known`]: 'warn' });
    const first = await auditEvents(withNew, { knownHosts: [] });
    expect(first.get(`${fct}.hosts_known`)?.status).toBe('n/a');
  });

  it.each([
    [1, 2_000, 'warn'],
    [3, 300, 'error'],
  ])('%i of %i actions that no rule knows', async (count, total, status) => {
    const findings = await auditEvents((events) =>
      Array.from({ length: total }, (_, i) => {
        const event = events[i % events.length]!;
        const at = event.at + BigInt(Math.floor(i / events.length)) * 61n * second;
        return { ...event, at, action: i < count ? 'teleport' : event.action };
      }),
    );
    expect(alarms(findings)).toEqual({ [`${fct}.action_is_known`]: status });
  });

  it.each([
    [3, 'warn'],
    [9, 'error'],
  ])('%i of 10 public addresses without country', async (tenths, status) => {
    const findings = await auditEvents((events) =>
      events.map((event) =>
        Number(event.visitor % 10n) < tenths ? { ...event, country: 'Unknown' } : event,
      ),
    );
    expect(alarms(findings)).toEqual({ [`${fct}.countries_found`]: status });
  });

  it('private addresses without country are no fault', async () => {
    const hidden = (events: StarEvent[]) =>
      events.map((event) => ({ ...event, country: 'Unknown', isPublic: false }));
    const findings = await auditEvents(hidden);
    expect(alarms(findings)).toEqual({});
    expect(findings.get(`${fct}.countries_found`)?.status).toBe('n/a');
  });

  it('a country table that is missing', async () => {
    const findings = await auditEvents((events) => events, { countryRanges: 0 });
    expect(alarms(findings)).toEqual({ [`${fct}.country_table`]: 'error' });
  });

  it('more than half of the rows moved by ties', async () => {
    const findings = await auditEvents((events) =>
      events.map((event) => ({
        ...event,
        visitor: 1n,
        at: day1 + ((event.at - day1) / (8n * hour)) * 8n * hour,
      })),
    );
    expect(alarms(findings)).toEqual({ [`${fct}.ties_are_few`]: 'warn' });
  });

  it('visitors that are only a user agent', async () => {
    const findings = await auditEvents((events) => [
      ...events.slice(1),
      { ...events[0]!, unreliable: true },
    ]);
    expect(alarms(findings)).toEqual({ [`${fct}.visitors_are_reliable`]: 'warn' });
  });

  it('dates without times', async () => {
    const findings = await auditEvents((events) =>
      events.map((event, i) => ({
        ...event,
        visitor: BigInt(i),
        at: event.at - ((event.at - day1) % day),
        country: 'US',
      })),
    );
    expect(alarms(findings)).toEqual({ [`${agg}.agg_hours_are_known`]: 'warn' });
  });

  it('an empty day between days', async () => {
    const findings = await auditEvents((events) =>
      events.map((event) =>
        event.at >= day1 + 2n * day ? { ...event, at: event.at + day } : event,
      ),
    );
    expect(alarms(findings)).toEqual({ [`${agg}.agg_days_without_gap`]: 'error' });
  });

  it('a day with few events, and one with few page views', async () => {
    const early = (event: StarEvent) => event.at < day1 + day;
    const few = await auditEvents((events) =>
      events.filter((event, i) => !early(event) || i % 30 === 0),
    );
    expect(alarms(few)).toEqual({
      [`${agg}.enough_events`]: 'warn',
      [`${agg}.enough_page_views`]: 'warn',
    });
    const assets = await auditEvents((events) =>
      events.map((event) => (early(event) ? { ...event, action: 'asset' } : event)),
    );
    expect(alarms(assets)).toEqual({ [`${agg}.enough_page_views`]: 'warn' });
  });
});

describe('a fault in the aggregate is caught, and nothing else', () => {
  const overall = "where aggregation_level = '(overall)' and ds = '2026-09-01'";

  it('a slice larger than (overall), whose level then does not add up either', async () => {
    const findings = await auditAgg(
      `update ${agg} set m_total_events = 1000 where aggregation_level = 'dim_action_type' and dim_action_type = 'signup' and ds = '2026-09-01'`,
    );
    expect(alarms(findings)).toEqual({
      [`${agg}.agg_overall_is_largest`]: 'error',
      [`${agg}.agg_levels_add_up`]: 'error',
    });
  });

  it('levels that do not add up', async () => {
    const findings = await auditAgg(
      `update ${agg} set m_total_events = m_total_events + 1 ${overall}`,
    );
    expect(alarms(findings)).toEqual({ [`${agg}.agg_levels_add_up`]: 'error' });
  });
});

describe('a fault in growth is caught, and nothing else', () => {
  const states = 'growth.growth_accounting';
  const cohorts = 'growth.retention_cohorts';
  const steps = 'growth.funnel';
  it.each([
    [
      `${states}.growth_active_are_visitors`,
      `update ${states} set visitors = visitors + 1 where state = 'New'`,
    ],
    [
      `${states}.nobody_is_less_than_none`,
      `update ${states} set visitors = -1 where state = 'Stale'`,
    ],
    [`${states}.state_is_known`, `update ${states} set state = 'Gone' where state = 'Churned'`],
    [`${states}.key_is_unique`, `insert into ${states} from ${states} where state = 'Stale'`],
    [
      `${cohorts}.no_more_return_than_came`,
      `update ${cohorts} set visitors = of_cohort + 1 where age = 1`,
    ],
    [
      `${cohorts}.age_0_is_the_cohort`,
      `update ${cohorts} set visitors = of_cohort - 1 where age = 0`,
    ],
    [`${steps}.funnel_narrows`, `update ${steps} set sessions = 1000 where step = 'purchase'`],
    [
      `${steps}.sessions_have_visitors`,
      `update ${steps} set visitors = sessions + 1 where step = 'landing'`,
    ],
  ])('%s', async (id, statement) => {
    expect(alarms(await auditAgg(statement))).toEqual({ [id]: 'error' });
  });
});

it('an event that counts for two variants of one experiment', async () => {
  const candidate = await openCandidate(soundEvents());
  await candidate.run("update ingest.properties set experiment = 'price', variant = 'high'");
  await candidate.run('insert into ingest.properties select * from ingest.properties');
  await candidate.build();
  const findings = alarms(await audit(candidate));
  expect(findings['growth.daily_variants.variants_within_day']).toBe('error');
});

describe('a fault in an import is caught, and nothing else', () => {
  const [delivery] = facts.deliveries;
  it('records that are not accounted for', async () => {
    const findings = await auditEvents((events) => events, {
      deliveries: [{ ...delivery!, seen: 301 }],
    });
    expect(alarms(findings)).toEqual({ 'import.records_reconcile': 'error' });
    expect(findings.get('import.records_reconcile')?.sample.rows).toEqual([
      ['a.csv', 301, 300, 0, 0],
    ]);
  });

  it('a file that is not read to its end', async () => {
    const findings = await auditEvents((events) => events, {
      deliveries: [{ ...delivery!, bytesRead: 9 }],
    });
    expect(alarms(findings)).toEqual({ 'import.bytes_reconcile': 'error' });
  });
});
