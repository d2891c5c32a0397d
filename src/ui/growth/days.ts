const dayLength = 86_400_000;

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** All days of a range, first and last included; YYYY-MM-DD. */
export function daysBetween(from: string, to: string): string[] {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(to) - first) / dayLength) + 1;
  return Array.from({ length: count }, (_, i) => dayOf(first + i * dayLength));
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const at = Date.parse(day);
  return dayOf(at - ((new Date(at).getUTCDay() + 6) % 7) * dayLength);
}
