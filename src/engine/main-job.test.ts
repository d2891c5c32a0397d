import murmurHash3 from 'murmurhash3js-revisited';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delivery, openHouse, textFile } from './testing/open-house.ts';
import type { House, Loaded } from './testing/open-house.ts';
import { makeEvents, people, toCsv } from './testing/web-events.ts';
import type { WebEvent } from './testing/web-events.ts';

const events = makeEvents();
let house: House;
let loaded: Loaded;

/** The visitor id by another library. */
function visitorOf({ ip, agent }: Pick<WebEvent, 'ip' | 'agent'>): string {
  const bytes = new TextEncoder().encode(`${ip}|${agent}`);
  const hex = murmurHash3.x64.hash128(bytes as never).slice(0, 16);
  return String(BigInt.asIntN(64, BigInt(`0x${hex}`)));
}

const dsOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const hostOf = ({ url }: WebEvent): string => new URL(url).hostname;
const isHuman = ({ agent }: WebEvent): boolean => !agent.includes('Googlebot');

function countBy<T>(rows: readonly T[], key: (row: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** Times of one visitor after ties were spread: each at least a microsecond after the one before. */
function spread(times: number[]): bigint[] {
  let last = -1n;
  return times
    .sort((a, b) => a - b)
    .map((ms) => (last = BigInt(ms) * 1000n > last ? BigInt(ms) * 1000n : last + 1n));
}

interface Fact {
  visitor: string;
  us: string;
  ds: string;
  user: string | null;
  host: string;
  country: string;
  brand: string | null;
  action: string;
  channel: string;
  referrer: string;
  path: string;
  is_bot: boolean;
  session: string | null;
  props: Record<string, string>;
}

let facts: Fact[];

beforeAll(async () => {
  house = await openHouse();
  loaded = await house.load([textFile('events.csv', toCsv(events))]);
  facts = (await house.query(`select cast(logged_out_user_id as varchar) as visitor,
    cast(epoch_us(event_timestamp) as varchar) as us, ds, cast(user_id as varchar) as "user", dim_hostname as host,
    dim_country as country, dim_device_brand as brand, dim_action_type as action, dim_channel as channel,
    dim_referrer as referrer, dim_path as path, is_bot, cast(session_id as varchar) as session,
    other_properties as props from core.fct_website_events order by visitor, event_timestamp`)) as unknown as Fact[];
}, 60_000);
afterAll(() => house.close());

const factOf = (): Map<number, Fact> =>
  new Map(facts.map((fact) => [Number(fact.props['seq']), fact]));

describe('the fact', () => {
  it('publishes every event once', () => {
    expect(loaded.report).toMatchObject({ status: 'published', generation: 1 });
    expect(delivery(loaded, 'events.csv')).toMatchObject({
      seen: events.length,
      accepted: events.length,
      rejected: 0,
      repeats: 0,
    });
    expect([...factOf().keys()].sort((a, b) => a - b)).toEqual(events.map((_, i) => i));
  });

  it('names visitors by murmur3 of address and agent, and keeps accounts exact', () => {
    const bySeq = factOf();
    for (const event of events) {
      const fact = bySeq.get(event.seq)!;
      expect(fact.visitor).toBe(visitorOf(event));
      expect(fact.user).toBe(event.userId === '' ? null : event.userId);
    }
  });

  it('spreads events of one instant by microseconds and keeps the recorded day', () => {
    const expected = [...groupBy(events, visitorOf)].map(([visitor, own]) => [
      visitor,
      spread(own.map(({ time }) => time)).map(String),
    ]);
    const found = [...groupBy(facts, (fact) => fact.visitor)].map(([visitor, own]) => [
      visitor,
      own.map(({ us }) => us),
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    const bySeq = factOf();
    expect(events.filter((event) => bySeq.get(event.seq)!.ds !== dsOf(event.time))).toEqual([]);
    expect(facts.length).toBeGreaterThan(new Set(events.map((e) => visitorOf(e) + e.time)).size);
  });

  it('says country, brand, bot, host, path, referrer and channel as a person would', () => {
    const bySeq = factOf();
    const channels: Record<string, string> = {
      '': 'Direct',
      'www.linkedin.com': 'Organic Social',
      'www.google.com': 'Organic Search',
      'x.com': 'Organic Social',
    };
    for (const event of events) {
      const who = people.find(({ ip, agent }) => ip === event.ip && agent === event.agent)!;
      const from = event.referrer === '' ? '' : new URL(event.referrer).hostname;
      expect(bySeq.get(event.seq)).toMatchObject({
        country: who.country,
        brand: who.brand,
        is_bot: !isHuman(event),
        host: hostOf(event),
        path: new URL(event.url).pathname,
        channel: channels[from],
      });
      expect(bySeq.get(event.seq)!.props).toEqual({
        ...(event.plan === '' ? {} : { plan: event.plan }),
        seq: String(event.seq),
      });
    }
  });

  it('has the columns of the sources first, in their order and types', async () => {
    const described = await house.query('describe core.fct_website_events');
    expect(
      described
        .slice(0, 9)
        .map((row) => `${String(row['column_name'])} ${String(row['column_type'])}`),
    ).toEqual([
      'user_id BIGINT',
      'logged_out_user_id BIGINT',
      'dim_hostname VARCHAR',
      'dim_country VARCHAR',
      'dim_device_brand VARCHAR',
      'dim_action_type VARCHAR',
      'event_timestamp TIMESTAMP',
      'other_properties MAP(VARCHAR, VARCHAR)',
      'ds VARCHAR',
    ]);
    const types = async (table: string): Promise<string> =>
      (await house.query(`describe ${table}`))
        .map((row) => `${String(row['column_name'])} ${String(row['column_type'])}`)
        .join(', ');
    expect(await types('core.agg_website_events')).toBe(
      'dim_action_type VARCHAR, dim_country VARCHAR, dim_device_brand VARCHAR, event_hour INTEGER, m_total_events BIGINT, aggregation_level VARCHAR, ds VARCHAR',
    );
    expect(await types('core.agg_website_events_by_visitor')).toBe(
      'dim_action_type VARCHAR, logged_out_user_id BIGINT, dim_hostname VARCHAR, dim_country VARCHAR, dim_device_brand VARCHAR, event_hour INTEGER, m_total_events BIGINT, aggregation_level VARCHAR, ds VARCHAR',
    );
  });
});

describe('sessions', () => {
  it('are cut after 30 minutes without a hit and 24 hours after their start', async () => {
    const halfHour = 30n * 60_000_000n;
    const expected: string[] = [];
    for (const [visitor, own] of groupBy(
      facts.filter((fact) => !fact.is_bot),
      (f) => f.visitor,
    )) {
      let [start, last] = [0n, -halfHour * 2n];
      for (const us of own.map((fact) => BigInt(fact.us)).sort((a, b) => (a < b ? -1 : 1))) {
        if (us - last > halfHour || us - start >= 24n * 2n * halfHour)
          expected.push(`${visitor} ${(start = us)}`);
        last = us;
      }
    }
    const rows = await house.query(
      "select logged_out_user_id || ' ' || epoch_us(started_at) as start from core.fct_sessions",
    );
    expect(rows.map((row) => row['start']).sort()).toEqual(expected.sort());
    expect(facts.filter((fact) => (fact.session === null) !== fact.is_bot)).toEqual([]);
  });

  it('name the events of the fact, and no named event is made a landing', async () => {
    const rows = await house.query(
      'select cast(session_id as varchar) as id, website_hits as n from core.fct_sessions',
    );
    expect(Object.fromEntries(rows.map((row) => [row['id'], row['n']]))).toEqual(
      countBy(
        facts.filter((fact) => fact.session !== null),
        (fact) => fact.session!,
      ),
    );
    expect(countBy(facts, (fact) => fact.action)).toEqual(countBy(events, (event) => event.name));
  });
});

describe('aggregates', () => {
  it('hold the four levels of a plain count', async () => {
    const rows = await house.query('select * from core.agg_website_events');
    const all = '(overall)';
    const cells = facts.map((fact) => {
      const hour = String(new Date(Number(BigInt(fact.us) / 1000n)).getUTCHours());
      return { ...fact, hour, brand: fact.brand ?? '(unknown)' };
    });
    const expected = {
      ...countBy(cells, (c) => ['(overall)', c.ds, all, all, all, ''].join('|')),
      ...countBy(cells, (c) => ['dim_action_type', c.ds, c.action, all, all, ''].join('|')),
      ...countBy(cells, (c) =>
        ['dim_country_dim_action_type', c.ds, c.action, c.country, all, ''].join('|'),
      ),
      ...countBy(cells, (c) =>
        [
          'dim_country_dim_action_type_dim_device_brand_and_event_hour',
          c.ds,
          c.action,
          c.country,
          c.brand,
          c.hour,
        ].join('|'),
      ),
    };
    const found = Object.fromEntries(
      rows.map((row) => [
        [
          row['aggregation_level'],
          row['ds'],
          row['dim_action_type'],
          row['dim_country'],
          row['dim_device_brand'],
          row['event_hour'] ?? '',
        ].join('|'),
        row['m_total_events'],
      ]),
    );
    expect(found).toEqual(expected);
  });

  it('give the metrics of a plain count by day and host', async () => {
    const human = events.filter(isHuman);
    const key = (event: WebEvent): string => `${dsOf(event.time)} ${hostOf(event)}`;
    const rows = await house.query(
      `select ds || ' ' || dim_hostname as key, metric, numerator, denominator, value from growth.daily_metrics`,
    );
    const metric = (name: string, side = 'numerator'): Record<string, unknown> =>
      Object.fromEntries(
        rows
          .filter((row) => row['metric'] === name && row[side] !== 0)
          .map((row) => [row['key'], row[side]]),
      );
    const people = [...groupBy(human, key)].map(([at, own]) => [
      at,
      new Set(own.map(visitorOf)).size,
    ]);
    expect(metric('daily_visitors')).toEqual(Object.fromEntries(people));
    expect(metric('website_hits')).toEqual(countBy(human, key));
    for (const name of ['signup', 'login', 'purchase'])
      expect(metric(`${name}s`)).toEqual(
        countBy(
          human.filter((event) => event.name === name),
          key,
        ),
      );
    expect(metric('signup_conversion_rate', 'denominator')).toEqual(countBy(human, key));
    const hours = await house.query(
      `select ds || ' ' || dim_hostname as key, sum(website_hits) as n from growth.visitor_hours where not is_bot group by key`,
    );
    expect(Object.fromEntries(hours.map((row) => [row['key'], Number(row['n'])]))).toEqual(
      countBy(human, key),
    );
  });
});

describe('the console', () => {
  it('runs one query and nothing that writes', async () => {
    for (const sql of [
      'drop table core.dim_visitors',
      'select 1; drop table core.dim_visitors',
      'select 1) as x; drop table core.dim_visitors; select * from (select 1',
      "copy core.dim_visitors to 'x.csv'",
      '',
    ])
      await expect(house.query(sql), sql).rejects.toMatchObject({ code: 'query-failed' });
    expect(
      await house.query("select ';' as a, count(*) > 0 as b from core.dim_visitors -- ;"),
    ).toEqual([{ a: ';', b: true }]);
  });
});
