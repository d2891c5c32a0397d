import { type Random, aboutNormal, weightedChoice } from './random.ts';

export const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Monday first: people learn on weekdays, most on Tuesday. */
const weekdayWeights = [1.06, 1.14, 1.12, 1.06, 0.94, 0.76, 0.84];

/** Local hours from midnight on: a morning, a long afternoon, an evening at home. */
const workdayHours = [
  9, 5, 3, 2, 2, 4, 9, 18, 32, 45, 52, 50, 44, 48, 50, 48, 44, 42, 42, 46, 52, 50, 38, 20,
];
const weekendHours = [
  12, 7, 4, 3, 2, 3, 6, 12, 22, 34, 44, 48, 47, 46, 46, 45, 43, 42, 42, 44, 46, 42, 32, 20,
];
const hourPicker = (weights: readonly number[]) =>
  weightedChoice(weights.map((w, hour) => [hour, w] as const));
const pickWorkdayHour = hourPicker(workdayHours);
const pickWeekendHour = hourPicker(weekendHours);

/** 0 for Monday to 6 for Sunday, of a UTC day given by its first millisecond. */
function weekdayOf(dayStart: number): number {
  return (Math.floor(dayStart / dayMs) + 3) % 7;
}

/** `YYYY-MM-DD` of a moment in UTC. */
export function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/**
 * The first millisecond of a UTC day given as `YYYY-MM-DD`.
 * @throws RangeError when the text is no such date.
 */
export function parseDate(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || dateText(time) !== text) throw new RangeError(`not a date: ${text}`);
  return time;
}

/** Monday of the week a moment lies in, as `YYYY-MM-DD`. */
export function weekText(time: number): string {
  const dayStart = Math.floor(time / dayMs) * dayMs;
  return dateText(dayStart - weekdayOf(dayStart) * dayMs);
}

/** A moment of the given UTC day, drawn from the hours people keep `offsetMinutes` ahead of UTC. */
export function drawStart(random: Random, dayStart: number, offsetMinutes: number): number {
  const pickHour = weekdayOf(dayStart) >= 5 ? pickWeekendHour : pickWorkdayHour;
  const local = pickHour(random) * hourMs + Math.floor(random() * hourMs);
  return dayStart + ((local - offsetMinutes * 60_000 + dayMs) % dayMs);
}

/**
 * How many records each host gets on each day: `rows` in all, to the record. Weekday shape, a slight
 * growth of one percent a week and five percent of noise.
 * @returns one array of counts per host, a count per day.
 */
export function planQuotas(
  random: Random,
  rows: number,
  firstDay: number,
  days: number,
  hostShares: readonly number[],
): number[][] {
  const weights = hostShares.map((share) =>
    Array.from({ length: days }, (_, day) => {
      const weekday = weekdayWeights[weekdayOf(firstDay + day * dayMs)] as number;
      return (
        share * weekday * (1 + (0.01 * day) / 7) * Math.max(0.7, 1 + 0.05 * aboutNormal(random))
      );
    }),
  );
  const total = weights.flat().reduce((sum, weight) => sum + weight, 0);
  let running = 0;
  let given = 0;
  // Rounding the running sum, not each cell, makes the counts add up to exactly `rows`.
  return weights.map((ofHost) =>
    ofHost.map((weight) => {
      running += weight;
      const upTo = Math.round((rows * running) / total);
      const count = upTo - given;
      given = upTo;
      return count;
    }),
  );
}
