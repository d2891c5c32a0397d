const dayMs = 86_400_000;

/** Days since 1970-01-01 of a ds, `YYYY-MM-DD`. */
export function dayNumber(ds: string): number {
  return Math.round(Date.parse(`${ds}T00:00:00Z`) / dayMs);
}

/** The ds of a day number. */
export function dsOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Whether a day number is a Saturday or Sunday. */
export function isWeekend(day: number): boolean {
  return (((day + 3) % 7) + 7) % 7 >= 5;
}
