import fc from 'fast-check';
import { actionTypes } from '../../enrich/action-rules.ts';
import { channels } from '../../enrich/channel-rules.ts';
import { siteKinds } from '../../enrich/site-kinds.ts';
import type { Rules } from '../rules.ts';

const name = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }).map((text) => text.trim());
const word = name.filter((text) => text !== '');
const named = <T extends { name: string }>(rule: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(rule, { maxLength: 5, selector: ({ name: one }) => one });
const many = fc.array(word, { minLength: 1, maxLength: 30 });
const pattern = fc.constantFrom(
  '^/a',
  "it's: #1",
  'a\\d+ "b"',
  '.*',
  ' x ',
  '\\\\',
  'é{2}',
  '- [a]',
);
const status = fc.integer({ min: 100, max: 999 });
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const optional = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] });
const address = fc.constantFrom('10.0.0.0/8', '203.0.113.7', '2001:db8::/32', '::1');

/** Rules of every kind, with names and patterns that YAML could read otherwise. */
export const anyRules: fc.Arbitrary<Rules> = fc.record({
  actions: named(
    fc.record({
      name: word,
      action: fc.constantFrom(null, ...actionTypes),
      when: optional({
        eventName: many,
        hasEventName: fc.boolean(),
        method: fc.array(fc.constantFrom('GET', 'POST'), { minLength: 1 }),
        minStatus: status,
        maxStatus: status,
        notStatus: fc.array(status, { minLength: 1 }),
        path: pattern,
        host: pattern,
        source: fc.constantFrom('methods', 'no methods', 'urls only'),
      }),
    }),
  ),
  channels: named(
    fc.record({
      name: word,
      channel: fc.constantFrom(...channels),
      when: optional({
        medium: pattern,
        source: pattern,
        clickId: many,
        site: some(siteKinds),
        referrer: some(['none', 'own', 'known', 'other', 'unreadable'] as const),
        tagged: fc.boolean(),
      }),
    }),
  ),
  hosts: fc.uniqueArray(fc.constantFrom('a.com', 'www.b.org', 'localhost', 'true', '1.2')),
  bots: named(
    fc.record({
      name: word,
      isBot: fc.boolean(),
      when: fc.oneof(
        fc.record({ userAgent: pattern }),
        fc.record({ userAgent: pattern, address }),
        fc.record({ address }),
      ),
    }),
  ),
  devices: named(
    fc.record(
      {
        name: word,
        userAgent: pattern,
        brand: word,
        type: fc.constant('tv'),
        os: word,
        browser: word,
      },
      { requiredKeys: ['name', 'userAgent', 'brand'] },
    ),
  ),
  countries: named(fc.record({ name: word, address, country: fc.constantFrom('DE', 'NO', 'US') })),
}) as fc.Arbitrary<Rules>;
