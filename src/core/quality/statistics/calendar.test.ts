import { describe, expect, it } from 'vitest';
import { buildCalendar, findPartialDays } from './calendar.ts';
import { dayNumber, dsOf, isWeekend } from './day-number.ts';

describe('the calendar', () => {
  it('has every day from the first to the last, those without rows too', () => {
    const calendar = buildCalendar(['2026-03-01', '2026-02-27'], '2026-03-01T22:59:59Z', []);
    expect(calendar.days).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
    expect(calendar.isPresent).toEqual([true, false, true]);
    expect(calendar.isClosed).toEqual([true, true, false]);
  });

  it('a last day is closed by an event at 23:00 or after', () => {
    const isClosed = (at: string) => buildCalendar(['2026-03-01'], at, []).isClosed;
    expect(isClosed('2026-03-01T23:00:00.000Z')).toEqual([true]);
    expect(isClosed('2026-03-01 23:40:00')).toEqual([true]);
    expect(isClosed('2026-03-01T22:59:59Z')).toEqual([false]);
    expect(isClosed('')).toEqual([false]);
  });

  it('knows weekdays', () => {
    expect(dsOf(dayNumber('2026-02-28'))).toBe('2026-02-28');
    const week = [23, 24, 25, 26, 27, 28].map((day) => isWeekend(dayNumber(`2026-02-${day}`)));
    expect([...week, isWeekend(dayNumber('2026-03-01'))]).toEqual([
      ...[false, false, false, false, false],
      ...[true, true],
    ]);
  });
});

describe('days cut by the edge of a delivery', () => {
  const hours = (ds: string, from: number, to: number) => ({
    ds,
    counts: Array.from({ length: 24 }, (_, hour) => (hour >= from && hour <= to ? 5 : 0)),
  });

  it('are first and last days of several whose outer hour is empty', () => {
    const days = ['2026-02-01', '2026-02-02', '2026-02-03'];
    const whole = hours('2026-02-02', 0, 23);
    const counts = [hours('2026-02-01', 14, 23), whole, hours('2026-02-03', 0, 9)];
    expect(findPartialDays([{ days }], counts)).toEqual(['2026-02-01', '2026-02-03']);
    const filled = [hours('2026-02-01', 0, 23), whole, hours('2026-02-03', 0, 23)];
    expect(findPartialDays([{ days }], filled)).toEqual([]);
  });

  it('are none where a file is one day: its empty hours are for the checks', () => {
    const day = hours('2026-02-01', 4, 18);
    expect(findPartialDays([{ days: ['2026-02-01'] }], [day])).toEqual([]);
  });
});
