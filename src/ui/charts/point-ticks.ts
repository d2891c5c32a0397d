/** Positions of the points that get a label: hours (`YYYY-MM-DDTHH`) at round ones, else as days. */
export function pointTicks(points: string[], room: number): number[] {
  if (!points[0]?.includes('T')) return dayTicks(points, room);
  const step =
    [1, 2, 3, 6, 12, 24, 48, 72, 168].find((size) => points.length / size <= Math.max(1, room)) ??
    168;
  const hourOf = (point: string): number => Number(point.slice(11, 13));
  const round = points.flatMap((point, at) => (hourOf(point) % Math.min(step, 24) === 0 ? at : []));
  return round.filter((_, at) => at % Math.max(1, step / 24) === 0);
}

/**
 * Positions (0..length-1) of the days that get a label on an axis with room for `room` labels. Steps are
 * 1, 2, 7, 14, 28... days; weekly ones stand on Mondays, as people count weeks.
 */
function dayTicks(days: string[], room: number): number[] {
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
