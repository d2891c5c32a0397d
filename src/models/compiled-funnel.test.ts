import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileFunnel } from '../core/metrics/compile-funnel.ts';
import type { FunnelInput, FunnelStep } from '../core/metrics/compile-funnel.ts';
import { createRandom } from '../core/sample/random.ts';
import { buildCandidate, day, day1, second } from './testing/candidate.ts';
import type { Candidate, StarEvent } from './testing/candidate.ts';

const minute = 60n * second;
const random = createRandom(7);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** 60 visitors, each with some events in two weeks; no two of one visitor at one instant. */
const events: StarEvent[] = Array.from({ length: 900 }, (_, i) => ({
  visitor: BigInt(1 + Math.floor(random() * 60)),
  at: day1 + BigInt(Math.floor(random() * 14)) * day + BigInt(i) * minute,
  action: pick(['page_view', 'page_view', 'signup', 'purchase', 'login', 'asset']),
  eventName: 'named',
  path: pick(['/', '/signup', '/shop/a', '/shop/b']),
  host: pick(['a.example.com', 'b.example.com']),
  channel: pick(['Direct', 'Email', 'Referral']),
}));

let candidate: Candidate;
beforeAll(async () => {
  candidate = await buildCandidate(events);
}, 60_000);
afterAll(() => candidate.close());

const takes = ({ kind, value }: FunnelStep, { action, path }: StarEvent): boolean =>
  kind === 'action'
    ? action === value
    : value.endsWith('*')
      ? path!.startsWith(value.slice(0, -1))
      : path === value;

/** Walks every visitor's events one after another. */
function walk(input: FunnelInput): Record<string, number[]> {
  const end = day1 + BigInt(Date.parse(input.to) - Date.parse('2026-09-01')) * 1000n + day;
  const begin = day1 + BigInt(Date.parse(input.from) - Date.parse('2026-09-01')) * 1000n;
  const found: Record<string, number[]> = {};
  for (const visitor of new Set(events.map((event) => event.visitor))) {
    const own = events
      .filter((e) => e.visitor === visitor && e.action !== 'asset' && e.at >= begin)
      .filter((e) => !input.hosts?.length || input.hosts.includes(e.host!))
      .sort((a, b) => Number(a.at - b.at));
    const start = own.findIndex((e) => e.at < end && takes(input.steps[0]!, e));
    if (start < 0) continue;
    const limit = own[start]!.at + BigInt(input.windowMinutes) * minute;
    let depth = 1;
    for (const event of own.slice(start + 1)) {
      if (depth === input.steps.length || event.at > limit) break;
      if (takes(input.steps[depth]!, event)) depth += 1;
      else if (input.order === 'strict') break;
    }
    const slice = input.by === 'none' ? '' : own[start]!.channel!;
    const counts = (found[slice] ??= input.steps.map(() => 0));
    for (let i = 0; i < depth; i++) counts[i]! += 1;
  }
  return found;
}

const step: fc.Arbitrary<FunnelStep> = fc.oneof(
  fc.record({
    kind: fc.constant('action' as const),
    value: fc.constantFrom('page_view', 'signup', 'purchase', 'login'),
  }),
  fc.record({
    kind: fc.constant('path' as const),
    value: fc.constantFrom('/', '/signup', '/shop/*', '/shop/a', '/none'),
  }),
);

it('gives what walking through the events of each visitor gives', async () => {
  const inputs = fc.record({
    steps: fc.array(step, { minLength: 2, maxLength: 8 }),
    order: fc.constantFrom('strict' as const, 'sequential' as const),
    windowMinutes: fc.constantFrom(1, 600, 1_440, 10_080, 60 * 24 * 14),
    by: fc.constantFrom('none' as const, 'dim_channel' as const),
    from: fc.constantFrom('2026-09-01', '2026-09-04'),
    to: fc.constantFrom('2026-09-05', '2026-09-14'),
    hosts: fc.constantFrom<string[]>(...[[], ['a.example.com']]),
  });
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const rows = await candidate.rows(compileFunnel(input));
      const found = rows.map(({ slice, ...counts }) => [slice, Object.values(counts).map(Number)]);
      expect(Object.fromEntries(found)).toEqual(walk(input));
    }),
    { numRuns: 60 },
  );
}, 60_000);
