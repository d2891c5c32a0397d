import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparisons } from '../core/metrics/comparison.ts';
import { filterDimensions, filterOps } from '../core/metrics/filter.ts';
import { metricNames, seriesGrains } from '../core/metrics/metrics-view.ts';
import type { Route } from './route.ts';
import { formatRoute, parseRoute, screens } from './route.ts';

const start: Route = { screen: 'overview', scope: {}, metric: 'daily_visitors' };

it('opens the overview of everything when the address says nothing', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/overview?'])
    expect(parseRoute(hash)).toEqual(start);
});

it('reads a full address', () => {
  const hash =
    '#/quality?from=2026-09-01&to=2026-09-30&hosts=www.a.com,b.org&bots=only&metric=signups';
  expect(parseRoute(hash)).toEqual({
    screen: 'quality',
    scope: { from: '2026-09-01', to: '2026-09-30', hosts: ['www.a.com', 'b.org'], bots: 'only' },
    metric: 'signups',
  });
});

it('reads which part of a screen is open, and nothing that cannot be one', () => {
  expect(parseRoute('#/quality/held/held-12?metric=signups')).toMatchObject({
    screen: 'quality',
    part: 'held/held-12',
  });
  expect(parseRoute('#/quality/%3Cb%3E/')).not.toHaveProperty('part');
});

it.each([
  'from=2026-09-31&to=2026-10-02',
  'from=2026-09-02&to=2026-09-01',
  'from=2026-09-02',
  'from=x&to=y',
  'bots=all',
  'metric=__proto__',
  'is.country=',
  'like.country=IN',
  'is.constructor=IN',
  'is.country=%E0%A4%A',
  'vs=2026-09-02..2026-09-01',
  'vs=previous',
  'grain=day',
  'grain=second',
  'tz=UTC',
  'tz=Mars/Base',
])('falls back to the default for %s', (query) =>
  expect(parseRoute(`#/overview?${query}`)).toEqual(start),
);

it('reads back every address it writes', () => {
  const dates = fc
    .tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 900 }))
    .map(([first, length]) =>
      [first, first + length].map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10)),
    );
  const host = fc.string({ minLength: 1 }).filter((text) => !/[,\uD800-\uDFFF]/.test(text));
  const value = fc.string({ minLength: 1 }).filter((text) => !/[\uD800-\uDFFF]/.test(text));
  const filters = fc.uniqueArray(
    fc.record({
      dimension: fc.constantFrom(...filterDimensions),
      op: fc.constantFrom(...filterOps),
      values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
    }),
    { selector: ({ dimension, op }) => `${op}.${dimension}`, minLength: 1, maxLength: 4 },
  );
  const named = fc.constantFrom(...comparisons.filter((name) => name !== 'previous'));
  const compare = fc.oneof(
    named,
    dates.map(([from, to]) => ({ from: from!, to: to! })),
  );
  const routes = fc
    .record({
      screen: fc.constantFrom(...screens),
      metric: fc.constantFrom(...metricNames),
      range: fc.option(dates),
      hosts: fc.option(fc.array(host, { minLength: 1, maxLength: 4 })),
      bots: fc.constantFrom('include' as const, 'only' as const, undefined),
      filters: fc.option(filters),
      compare: fc.option(compare),
      grain: fc.constantFrom(...seriesGrains.filter((name) => name !== 'day'), undefined),
      timezone: fc.constantFrom('Asia/Kolkata', 'Etc/GMT+5', 'America/St_Johns', undefined),
      part: fc.constantFrom('held', 'held/held-0123456789abcdef', undefined),
    })
    .map(
      ({ screen, metric, range, hosts, bots, filters, compare, grain, timezone, part }): Route => ({
        screen,
        ...(part ? { part } : {}),
        metric,
        scope: {
          ...(timezone ? { timezone } : {}),
          ...(range ? { from: range[0]!, to: range[1]! } : {}),
          ...(hosts ? { hosts } : {}),
          ...(bots ? { bots } : {}),
          ...(filters ? { filters } : {}),
          ...(compare ? { compare } : {}),
          ...(grain ? { grain } : {}),
        },
      }),
    );
  fc.assert(
    fc.property(routes, (route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
  );
});
