import { addDays } from '../../../src/core/metrics/comparison.ts';
import { createRandom, hashText } from '../../../src/core/sample/random.ts';

/** What the made warehouse holds when nothing else is said. */
export const published = { from: '2026-09-01', to: '2026-10-04' };
/** When its last run began. */
export const lastRunAt = '2026-10-05T08:12:44.000Z';
export const hosts = ['www.eczachly.com', 'www.zachwilson.tech'];

/** Every day of a range, both ends included. */
export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Numbers that belong to a name: 0 to 1, the same ones every time. */
export function numbersOf(name: string): () => number {
  return createRandom(hashText(name));
}

const weekdays = [0.72, 1.08, 1.12, 1.1, 1.05, 0.98, 0.7];

/** A value a day that follows the week, grows slowly and wavers. */
export function dailyValues(name: string, days: readonly string[], level: number): number[] {
  return days.map((day, i) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const wavering = 0.94 + 0.12 * numbersOf(`${name} ${day}`)();
    return Math.round(level * weekdays[weekday]! * wavering * (1 + i / 600));
  });
}

export const sumOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
