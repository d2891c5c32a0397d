import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { isbot } from 'isbot';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SampleOptions, generateSample } from './generate-sample.ts';
import type { SampleEvent } from './sample-event.ts';

const day = 86_400_000;
let events: SampleEvent[] = [];
let requests: SampleEvent[] = [];

beforeAll(() => {
  events = [...generateSample()];
  requests = [...generateSample({ shape: 'requests', rows: 120_000 })];
});

const share = (list: SampleEvent[], test: (event: SampleEvent) => boolean): number =>
  list.filter(test).length / list.length;

function digest(options: SampleOptions): string {
  const hash = createHash('sha256');
  for (const event of generateSample(options)) hash.update(JSON.stringify(event));
  return hash.digest('hex');
}

describe('the same for the same seed', () => {
  it('gives the same events again, other events for another seed', () => {
    const once = digest({ rows: 3000, seed: 7 });
    expect(digest({ rows: 3000, seed: '7' })).toBe(once);
    expect(digest({ rows: 3000, seed: 8 })).not.toBe(once);
  });

  it('has not changed: a change here changes every golden number built on the sample', () => {
    expect(digest({ rows: 2000 }).slice(0, 16)).toMatchInlineSnapshot(`"11a487d5a9473d69"`);
  });
});

describe('how many and when', () => {
  it('gives exactly the rows asked for, in order of time, inside the days', () => {
    const options = fc.record({
      rows: fc.integer({ min: 1, max: 2500 }),
      days: fc.integer({ min: 1, max: 20 }),
      shape: fc.constantFrom('events' as const, 'requests' as const),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(options, (asked) => {
        const list = [...generateSample({ ...asked, endDate: '2024-02-29' })];
        const end = Date.UTC(2024, 2, 1);
        expect(list).toHaveLength(asked.rows);
        expect(list.every((e, i) => i === 0 || e.time >= (list[i - 1] as SampleEvent).time)).toBe(
          true,
        );
        expect(list.every((e) => e.time < end && e.time >= end - asked.days * day)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('covers five whole weeks up to Sunday, 4 October 2026, on both sites', () => {
    const days = new Set(events.map((e) => new Date(e.time).toISOString().slice(0, 10)));
    expect([...days].sort().at(0)).toBe('2026-08-31');
    expect([...days].sort().at(-1)).toBe('2026-10-04');
    expect(days.size).toBe(35);
    expect(share(events, (e) => e.host === 'www.eczachly.com')).toBeCloseTo(0.7, 1);
    expect(new Set(events.map((e) => e.host)).size).toBe(2);
  });

  it('is busier on Tuesdays than on Saturdays and in the afternoon than at night', () => {
    const on = (weekday: number) =>
      events.filter((e) => new Date(e.time).getUTCDay() === weekday).length;
    expect(on(2) / on(6)).toBeGreaterThan(1.25);
    const people = events.filter((e) => !e.isBot && e.country === 'GB');
    const at = (hour: number) =>
      people.filter((e) => new Date(e.time).getUTCHours() === hour).length;
    expect(at(2)).toBeLessThan(at(14) / 4);
  });

  it('refuses an end date that is none', () => {
    expect(() => generateSample({ endDate: 'soon' })).toThrow('not a date: soon');
  });
});

describe('who', () => {
  it('has 10-15 % bots, told by an independent detector', () => {
    expect(share(events, (e) => e.isBot)).toBeCloseTo(0.125, 2);
    const wrong = [...new Set([...events, ...requests])].filter(
      (e) => isbot(e.userAgent) !== e.isBot,
    );
    expect(wrong.map((e) => e.userAgent)).toEqual([]);
  });

  it('has about 12 % IPv6 addresses, all written canonically', () => {
    const people = events.filter((e) => !e.isBot);
    expect(share(people, (e) => e.ip.includes(':'))).toBeGreaterThan(0.09);
    expect(share(people, (e) => e.ip.includes(':'))).toBeLessThan(0.15);
    expect(people.every((e) => ipaddr.parse(e.ip).toString() === e.ip)).toBe(true);
    expect(people.every((e) => ipaddr.parse(e.ip).range() === 'unicast')).toBe(true);
  });

  it('has people who come again on other days', () => {
    const daysOf = new Map<string, Set<number>>();
    for (const e of events.filter((event) => !event.isBot)) {
      const days = daysOf.get(e.anonymousId) ?? new Set();
      daysOf.set(e.anonymousId, days.add(Math.floor(e.time / day)));
    }
    const again = [...daysOf.values()].filter((days) => days.size > 1).length / daysOf.size;
    expect(again).toBeGreaterThan(0.2);
    expect(again).toBeLessThan(0.7);
  });

  it('takes addresses from the country it says, by the public range table', async () => {
    const require = createRequire(import.meta.url);
    const table = '@ip-location-db/geo-whois-asn-country';
    const folder = dirname(require.resolve(`${table}/package.json`));
    const v4 = (ip: string) => ip.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    const asked = [...new Map(events.map((e) => [e.ip, e.country]))]
      .filter(([ip]) => !ip.includes(':'))
      .map(([ip, country]) => ({ at: v4(ip), country }))
      .sort((a, b) => a.at - b.at);
    let next = 0;
    let right = 0;
    const lines = createReadStream(join(folder, 'geo-whois-asn-country-ipv4.csv'));
    for await (const line of createInterface({ input: lines })) {
      const [start, end, country] = line.split(',') as [string, string, string];
      for (; next < asked.length && (asked[next]?.at ?? 0) <= v4(end); next++) {
        const { at, country: said } = asked[next] as (typeof asked)[number];
        if (at >= v4(start) && said === country) right++;
      }
    }
    expect(right / asked.length).toBeGreaterThan(0.99);
  });
});

describe('what they do', () => {
  it('signs up in 2-3 % of visits and buys in 7-11 % of signups', () => {
    const many = [...generateSample({ rows: 300_000, seed: 'rates' })].filter((e) => !e.isBot);
    const last = new Map<string, number>();
    let visits = 0;
    for (const e of many) {
      const who = `${e.anonymousId} ${e.host}`;
      if (e.time - (last.get(who) ?? 0) > 1_800_000) visits++;
      last.set(who, e.time);
    }
    const named = (name: string) => many.filter((e) => e.eventName === name).length;
    expect(named('signup') / visits).toBeGreaterThan(0.02);
    expect(named('signup') / visits).toBeLessThan(0.03);
    expect(named('purchase') / named('signup')).toBeGreaterThan(0.07);
    expect(named('purchase') / named('signup')).toBeLessThan(0.11);
  });

  it.each(['events', 'requests'] as const)(
    'keeps the order of the funnel for each user (%s)',
    (shape) => {
      const list = shape === 'events' ? events : requests;
      const first = new Map<string, number>();
      const signups = new Map<number, number>();
      list.forEach((e, index) => {
        const key = `${e.anonymousId} ${e.eventName}`;
        if (!first.has(key)) first.set(key, index);
        if (e.eventName !== 'signup') return;
        expect(signups.has(e.userId as number), 'one signup a person').toBe(false);
        signups.set(e.userId as number, index);
      });
      expect(signups.size).toBeGreaterThan(100);
      list.forEach((e, index) => {
        if (e.userId !== null) expect(signups.get(e.userId) ?? -1).toBeLessThanOrEqual(index);
        if (e.eventName === 'purchase') {
          expect(first.get(`${e.anonymousId} login`)).toBeLessThan(index);
          expect(first.get(`${e.anonymousId} page_view`)).toBeLessThan(index);
        }
      });
    },
  );

  it('logs files, posts, failures and redirects as a server does, exports none of them', () => {
    const statuses = new Set(requests.map((e) => e.status));
    for (const status of [200, 204, 302, 304, 401, 404, 500]) expect(statuses).toContain(status);
    expect(share(requests, (e) => /\.(css|js|png|ico|woff2)$/.test(e.url))).toBeGreaterThan(0.3);
    const signups = requests.filter((e) => e.eventName === 'signup');
    expect(signups.every((e) => `${e.method} ${e.url} ${e.status}` === 'POST /signup 302')).toBe(
      true,
    );
    expect(events.some((e) => /\.(css|js|png|ico)$|robots/.test(e.url))).toBe(false);
    expect(events.every((e) => e.status < 400 && e.eventName !== '')).toBe(true);
  });

  it('sends the same bytes for the same page, in few variants', () => {
    const sizes = new Map<string, Set<number>>();
    for (const e of requests.filter((r) => r.method === 'GET' && r.status === 200)) {
      const path = e.url.split('?')[0] as string;
      sizes.set(path, (sizes.get(path) ?? new Set()).add(e.bytes));
    }
    expect(Math.max(...[...sizes.values()].map((set) => set.size))).toBeLessThanOrEqual(3);
  });
});
