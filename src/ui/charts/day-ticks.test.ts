import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayTicks } from './day-ticks.ts';

const daysFrom = (start: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) =>
    new Date(Date.parse(start) + n * 86_400_000).toISOString().slice(0, 10),
  );

it('labels every day of a short range', () =>
  expect(dayTicks(daysFrom('2026-09-02', 5), 8)).toEqual([0, 1, 2, 3, 4]));

it('labels Mondays of a longer one', () => {
  const days = daysFrom('2026-09-02', 35);
  expect(dayTicks(days, 8).map((tick) => days[tick])).toEqual([
    '2026-09-07',
    '2026-09-14',
    '2026-09-21',
    '2026-09-28',
    '2026-10-05',
  ]);
});

it('never has more labels than room, and at least one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 20 }),
      (count, room) => {
        const ticks = dayTicks(daysFrom('2026-01-01', count), room);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(Math.max(room, Math.ceil(count / 364)));
      },
    ),
  );
});
