import fc from 'fast-check';
import { expect, it } from 'vitest';
import { murmur3h1 } from '../lib/murmur3.ts';
import {
  buildCandidate,
  openCandidate,
  day1,
  hour,
  propertiesHash,
  requestHash,
  second,
} from './testing/candidate.ts';
import type { StarEvent } from './testing/candidate.ts';

const minute = 60n * second;
const day = 24n * hour;

interface Placed {
  event: StarEvent;
  /** Spread time. */
  at: bigint;
  /** Start of its session. */
  start: bigint | null;
}

const noHits = new Set(['asset', 'api_call', 'error', 'other']);

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rules of ties and sessions as a plain loop over one visitor. */
function placeVisitor(events: StarEvent[]): Placed[] {
  const sorted = [...events].sort(
    (a, b) =>
      compare(a.at, b.at) ||
      compare(requestHash(a), requestHash(b)) ||
      compare(propertiesHash(a), propertiesHash(b)),
  );
  let last: bigint | undefined;
  const placed = sorted.map((event): Placed => {
    const at: bigint = last !== undefined && event.at <= last ? last + 1n : event.at;
    last = at;
    return { event, at, start: null };
  });
  const hits = placed.filter(
    ({ event }) => !event.isBot && !noHits.has(event.action ?? 'page_view'),
  );
  const mapped = new Map<bigint, bigint>();
  let start: bigint | undefined;
  let previous: bigint | undefined;
  for (const hit of hits) {
    const key = hit.event.sessionKey ?? null;
    if (key !== null) {
      if (!mapped.has(key)) mapped.set(key, hit.at);
      hit.start = mapped.get(key)!;
      continue;
    }
    const isNew =
      previous === undefined || hit.at - previous > 30n * minute || hit.at >= start! + day;
    if (isNew) start = hit.at;
    hit.start = start!;
    previous = hit.at;
  }
  return placed;
}

function sessionId(visitor: bigint, start: bigint): bigint {
  const view = new DataView(new ArrayBuffer(16));
  view.setBigInt64(0, visitor, true);
  view.setBigInt64(8, start, true);
  return murmur3h1(new Uint8Array(view.buffer));
}

const gap = fc.constantFrom(
  0n,
  0n,
  1n,
  2n,
  second,
  minute,
  30n * minute,
  30n * minute + 1n,
  6n * hour,
  day,
);
const action = fc.constantFrom('page_view', 'page_view', 'signup', 'asset', 'error');
const step = fc.record({ gap, action, sessionKey: fc.constantFrom(null, null, null, 1n, 2n) });
// Steady hits for days: the only way to a session of 24 hours.
const steady = fc
  .tuple(
    fc.integer({ min: 40, max: 160 }),
    fc.constantFrom(25n * minute, 30n * minute, 29n * minute),
  )
  .map(([count, every]) =>
    Array.from({ length: count }, () => ({ gap: every, action: 'page_view', sessionKey: null })),
  );
const stream = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: steady }),
    {
      maxLength: 25,
    },
  )
  .map((parts) => parts.flat());
const visitor = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt(-3n, 3n));

const crowd = fc
  .uniqueArray(fc.record({ visitor, isBot: fc.boolean(), stream }), {
    selector: (one) => one.visitor,
    minLength: 1,
    maxLength: 12,
  })
  .map((people) =>
    people.flatMap(({ visitor, isBot, stream }) => {
      let at = day1;
      return stream.map(({ gap, action, sessionKey }, i): StarEvent => {
        at += gap;
        const path = `/${visitor}/${i}`;
        return { visitor, at, action, sessionKey, isBot, path };
      });
    }),
  );

it('ties and sessions are those of a plain loop', async () => {
  await fc.assert(
    fc.asyncProperty(crowd, fc.nat(), async (events, turn) => {
      const visitors = new Set(events.map((event) => event.visitor));
      const ofVisitor = (id: bigint): StarEvent[] => events.filter((event) => event.visitor === id);
      const expected = [...visitors]
        .flatMap((id) => placeVisitor(ofVisitor(id)))
        .map(({ event, at, start }) => ({
          path: event.path,
          at,
          session_id: start === null ? null : sessionId(event.visitor, start),
          landing: start === at && (event.action ?? 'page_view') === 'page_view',
        }));
      const pivot = events.length === 0 ? 0 : turn % events.length;
      const candidate = await buildCandidate([...events.slice(pivot), ...events.slice(0, pivot)]);
      const rows = await candidate.rows(
        `select dim_path as path, epoch_us(event_timestamp) as at, session_id, dim_action_type = 'landing' as landing
        from core.fct_website_events order by path`,
      );
      const sessions = await candidate.rows(
        `select session_id, count(*) as n from core.fct_website_events where session_id is not null group by all
        except select session_id, website_hits from core.fct_sessions`,
      );
      candidate.close();
      expect(rows).toEqual(expected.sort((a, b) => (a.path! < b.path! ? -1 : 1)));
      expect(sessions).toEqual([]);
    }),
    { numRuns: 12 },
  );
}, 60_000);

it('Internal inherits the last channel from elsewhere within 24 hours, else Direct', async () => {
  const internal = {
    channel: 'Internal',
    source: 'www.eczachly.com',
    referrer: 'www.eczachly.com',
  };
  const candidate = await buildCandidate([
    { visitor: 1n, at: day1, ...internal },
    { visitor: 1n, at: day1 + hour, channel: 'Newsletter', source: 'Substack' },
    { visitor: 1n, at: day1 + 2n * hour, ...internal },
    { visitor: 1n, at: day1 + 25n * hour, ...internal },
    { visitor: 1n, at: day1 + 26n * hour, ...internal },
    { visitor: 2n, at: day1 + 3n * hour, ...internal },
  ]);
  const rows = await candidate.rows(
    'select entry_channel, entry_source from core.fct_sessions order by logged_out_user_id, started_at',
  );
  const direct = { entry_channel: 'Direct', entry_source: '(direct)' };
  const letter = { entry_channel: 'Newsletter', entry_source: 'Substack' };
  expect(rows).toEqual([direct, letter, letter, letter, direct, direct]);
  candidate.close();
});

it('a session tells its entry, exit, pages and goals', async () => {
  const candidate = await buildCandidate([
    { visitor: 1n, at: day1 + 23n * hour + 50n * minute, path: '/in' },
    { visitor: 1n, at: day1 + 24n * hour, path: '/signup', action: 'signup', user: 5n },
    { visitor: 1n, at: day1 + 24n * hour + minute, path: '/out' },
    { visitor: 2n, at: day1, path: '/only' },
  ]);
  const rows = await candidate.rows(
    `select user_id, entry_path, exit_path, duration_seconds as seconds, pages, website_hits as hits, is_bounce, signed_up,
      purchased, ds from core.fct_sessions order by logged_out_user_id`,
  );
  const one = {
    user_id: 5n,
    entry_path: '/in',
    exit_path: '/out',
    seconds: 660n,
    pages: 2n,
    hits: 3n,
  };
  const two = {
    user_id: null,
    entry_path: '/only',
    exit_path: '/only',
    seconds: 0n,
    pages: 1n,
    hits: 1n,
  };
  expect(rows).toEqual([
    { ...one, is_bounce: false, signed_up: true, purchased: false, ds: '2026-09-01' },
    { ...two, is_bounce: true, signed_up: false, purchased: false, ds: '2026-09-01' },
  ]);
  candidate.close();
});

it('rows stay in order over many row groups and threads', async () => {
  const candidate = await openCandidate(
    Array.from({ length: 500 }, (_, i) => ({ visitor: BigInt(i * 7_919 - 2_000_000), at: day1 })),
  );
  await candidate.run(`set threads = 4; delete from ingest.events;
    insert into ingest.events select 'd1', i, 1 + hash(i) % 500, 1, 1, null,
      make_timestamp(${day1} + (hash(i, 1) % 86400)::bigint * 1000000), null from range(400000) t(i)`);
  await candidate.build();
  // The same rules by windows that sort for themselves.
  const different = await candidate.rows(`
    with numbered as (
      select v.visitor_id, epoch_us(e.event_timestamp) as us, row_number() over w as rn
      from ingest.events e join ingest.all_visitors v using (visitor_key)
      window w as (partition by v.visitor_id order by e.event_timestamp, e.record)
    ), spread as (
      select visitor_id, rn + max(us - rn) over (partition by visitor_id order by rn) as instant from numbered
    ), gaps as (
      select *, instant - lag(instant) over (partition by visitor_id order by instant) as gap from spread
    ), expected as (
      select visitor_id, instant, count(*) filter (where gap is null or gap > 1800000000)
        over (partition by visitor_id order by instant) as nth from gaps
    ), found as (
      select visitor_id, epoch_us(event_timestamp) as instant,
        dense_rank() over (partition by visitor_id order by session_no) as nth
      from intermediate.int_session_events
    )
    (from expected except from found) union all (from found except from expected)`);
  expect(different).toEqual([]);
  candidate.close();
});
