import { expect, it } from 'vitest';
import type { HeldRun } from './held-run.ts';
import { mends, settleHeld } from './mends.ts';

type Days = [string, string, number][];
const day: Days = [['www.a.com', '2026-09-07', 100]];
const file = (name: string, days: Days = day) => ({ name, days });

it.each([
  ['events.csv', 'events.csv', true],
  ['events.csv.gz', 'events.csv', true],
  ['events-fixed.csv', 'events.csv', true],
  ['events (1).csv', 'events.csv', true],
  ['events.csv', 'events_old.csv', true],
  // Another piece of the same day is no mended one: what is held would be lost without a word.
  ['events-part-2.csv', 'events-part-1.csv', false],
  ['part-12.csv', 'part-1.csv', false],
  ['other.csv', 'events.csv', false],
])('%s in the place of %s: %s', (fresh, held, isMended) => {
  expect(mends(file(fresh), file(held))).toBe(isMended);
});

it('a name that says more is another file where it has other days', () => {
  const other: Days = [['www.a.com', '2026-09-08', 100]];
  expect(mends(file('events-fixed.csv', other), file('events.csv'))).toBe(false);
  expect(mends(file('events.csv', other), file('events.csv'))).toBe(true);
});

it('a run is fixed when all its files are, and keeps the others', () => {
  const run = (id: string, ...names: string[]): HeldRun =>
    ({ id, deliveries: names.map((name) => file(name)) }) as unknown as HeldRun;
  const { fixed, left } = settleHeld(
    [run('one', 'a.csv'), run('two', 'a.csv', 'b.csv'), run('three', 'c.csv')],
    [file('a.csv')],
  );
  expect(fixed.map(({ id }) => id)).toEqual(['one']);
  expect(left.map(({ id, deliveries }) => [id, deliveries.map(({ name }) => name)])).toEqual([
    ['two', ['b.csv']],
    ['three', ['c.csv']],
  ]);
});
