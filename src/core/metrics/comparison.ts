/** What a range is compared with. `week`: whole weeks back, so that weekdays match; a pair of days: exactly those. */
export const comparisons = ['previous', 'week', 'month', 'year', 'none'] as const;
export type Comparison = (typeof comparisons)[number] | { from: string; to: string };

interface Days {
  from: string;
  to: string;
}

const dayMs = 86_400_000;

/**
 * The days to compare a range with; null for none. A month or a year back keeps the day of the month (the last one where a month is
 * shorter); whole months are compared with as many whole months.
 */
export function comparedRange({ from, to }: Days, compare: Comparison = 'previous'): Days | null {
  if (typeof compare === 'object') return compare;
  const length = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  if (compare === 'previous') return back({ from, to }, length);
  if (compare === 'week') return back({ from, to }, Math.ceil(length / 7) * 7);
  if (compare === 'none') return null;
  const months = compare === 'year' ? 12 : 1;
  const isWhole = from.endsWith('-01') && addDays(to, 1).endsWith('-01');
  if (!isWhole) return { from: monthsBack(from, months), to: monthsBack(to, months) };
  const count = compare === 'year' ? 12 : monthsBetween(from, addDays(to, 1));
  return {
    from: monthsBack(from, count),
    to: addDays(monthsBack(addDays(to, 1), count), -1),
  };
}

function back({ from, to }: Days, count: number): Days {
  return { from: addDays(from, -count), to: addDays(to, -count) };
}

/** The day some days later or (below zero) earlier. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

function monthsBetween(from: string, to: string): number {
  const count = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return count(to) - count(from);
}

function monthsBack(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - count, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}
