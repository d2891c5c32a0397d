import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatRoute, parseRoute } from '../route.ts';
import { formatPlace, parsePlace } from './address.ts';

const filter = fc.record({
  column: fc.string(),
  op: fc.constantFrom('is' as const, 'contains' as const, 'null' as const),
  value: fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text)),
});

it('comes back from the address whatever a filter holds', () => {
  const view = fc.record(
    {
      filters: fc.array(filter, { maxLength: 3 }),
      search: fc.string(),
      sort: fc.record({ column: fc.string(), descending: fc.boolean() }),
    },
    { requiredKeys: ['filters', 'search'] },
  );
  fc.assert(
    fc.property(view, (one) => {
      const place = { table: 'core.fct_sessions', view: one };
      const hash = formatRoute({
        screen: 'explore',
        part: formatPlace(place),
        scope: {},
        metric: 'signups',
      });
      expect(parsePlace(parseRoute(hash).part!)).toEqual(place);
    }),
  );
});

it('shows the whole table where the address was cut', () => {
  expect(parsePlace('tables/core.x/bm90IEpTT04')).toEqual({
    table: 'core.x',
    view: { filters: [], search: '' },
  });
  expect(parsePlace('tables')).toMatchObject({ table: undefined });
});
