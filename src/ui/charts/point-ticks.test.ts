import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pointTicks } from './point-ticks.ts';

const daysFrom = (start: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) =>
    new Date(Date.parse(start) + n * 86_400_000).toISOString().slice(0, 10),
  );

it('labels every day of a short range', () =>
  expect(pointTicks(daysFrom('2026-09-02', 5), 8)).toEqual([0, 1, 2, 3, 4]));

it('labels Mondays of a longer one', () => {
  const days = daysFrom('2026-09-02', 35);
  expect(pointTicks(days, 8).map((tick) => days[tick])).toEqual([
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
        const ticks = pointTicks(daysFrom('2026-01-01', count), room);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(Math.max(room, Math.ceil(count / 364)));
      },
    ),
  );
});

it('labels round hours, and days where there are many', () => {
  const hours = daysFrom('2026-09-02', 7).flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => `${day}T${String(hour).padStart(2, '0')}`),
  );
  expect(pointTicks(hours.slice(0, 24), 12)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22]);
  expect(pointTicks(hours.slice(3, 24), 4)).toEqual([3, 9, 15]);
  expect(pointTicks(hours, 4)).toEqual([0, 48, 96, 144]);
});
