import type { Model } from '../project/model.ts';
import { addDays } from './comparison.ts';
import { dimensionSql } from './filter.ts';
import type { SeriesGrain } from './metrics-view.ts';
import { hourAgain } from './zoned-rows.ts';

/** SQL of the point that a row belongs to, as `pointOf` writes it; models without hours are counted by none. */
export function pointSql(grain: SeriesGrain, model: Pick<Model, 'columns'>): string {
  if (grain === 'day') return 'ds';
  if (grain === 'hour') {
    const hour = `lpad(cast(${dimensionSql('hour', model) ?? '0'} as varchar), 2, '0')`;
    const isAgain = model.columns.some(({ name }) => name === hourAgain);
    return `concat(ds, 'T', ${hour}${isAgain ? `, case when ${hourAgain} then '+' else '' end` : ''})`;
  }
  return `strftime(date_trunc('${grain}', cast(ds as date)), '%Y-%m-%d')`;
}

/** The point of a day: itself, the Monday of its week, the first of its month. */
export function pointOf(day: string, grain: SeriesGrain): string {
  if (grain === 'month') return `${day.slice(0, 7)}-01`;
  if (grain !== 'week') return day;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** All points of some days in order, gaps included; hours are the zone's to tell. */
export function pointsOf(days: readonly string[], grain: Exclude<SeriesGrain, 'hour'>): string[] {
  return [...new Set(days.map((day) => pointOf(day, grain)))];
}

/** Weeks and months of which some days are not among those given. */
export function cutPoints(days: readonly string[], grain: SeriesGrain): string[] {
  if (grain === 'hour' || grain === 'day') return [];
  const inRange = new Set(days);
  return pointsOf(days, grain).filter((point) => {
    const outside = [days[0]!, days.at(-1)!].flatMap((day) => [addDays(day, -1), addDays(day, 1)]);
    return outside.some((day) => !inRange.has(day) && pointOf(day, grain) === point);
  });
}
