import { expect, it } from 'vitest';
import { changedDays, daysAfter, lostDays } from './changed-days.ts';

type Days = [string, string, number][];
const days = (...list: string[]): Days => list.map((ds) => ['www.a.com', ds, 10]);

it('days change that come, and days that go with a replaced or shortened file', () => {
  const live = [
    { id: 'a', days: days('2026-09-01', '2026-09-02') },
    { id: 'b', days: days('2026-09-03') },
    { id: 'c', days: days('2026-09-04', '2026-09-05') },
  ];
  const changes = {
    loaded: [{ days: days('2026-09-06', '2026-09-02') }],
    superseded: ['b'],
    shortened: new Map([['c', days('2026-09-04')]]),
  };
  expect(changedDays(live, changes)).toEqual([
    '2026-09-02',
    '2026-09-03',
    '2026-09-05',
    '2026-09-06',
  ]);
  expect(daysAfter(live, changes).map((one) => one.days.map(([, ds]) => ds))).toEqual([
    ['2026-09-01', '2026-09-02'],
    ['2026-09-04'],
    ['2026-09-06', '2026-09-02'],
  ]);
  expect(lostDays(live, changes)).toEqual([
    { ds: '2026-09-03', rows: 10 },
    { ds: '2026-09-05', rows: 10 },
  ]);
});
