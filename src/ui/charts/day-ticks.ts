/**
 * Positions (0..length-1) of the days that get a label on an axis with room for `room` labels. Steps are
 * 1, 2, 7, 14, 28... days; weekly ones stand on Mondays, as people count weeks.
 */
export function dayTicks(days: string[], room: number): number[] {
  const step =
    [1, 2, 3, 7, 14, 28, 56, 91, 182, 364].find(
      (size) => days.length / size <= Math.max(1, room),
    ) ?? 364;
  const first =
    step >= 7 ? days.findIndex((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1) : 0;
  const ticks: number[] = [];
  for (let index = Math.max(0, first); index < days.length; index += step) ticks.push(index);
  return ticks;
}
