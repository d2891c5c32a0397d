import type { Filter } from '../../core/metrics/filter.ts';
import type { MetricsInput, SeriesGrain } from '../../core/metrics/metrics-view.ts';
import { addDays } from '../../core/metrics/comparison.ts';

type Narrowed = Pick<MetricsInput, 'from' | 'to' | 'grain' | 'filters'>;

/**
 * The scope of one point of the chart, a step finer: a month or week by day, a day by hour; an hour of a single day is a filter. `point` is
 * as `MetricsView` writes it; days stay within `range`.
 */
export function narrowToPoint(
  point: string,
  grain: SeriesGrain,
  range: { from: string; to: string },
  filters: readonly Filter[],
): Narrowed {
  const day = point.slice(0, 10);
  if (grain === 'day' || (grain === 'hour' && range.from !== range.to))
    return { from: day, to: day, grain: 'hour' };
  if (grain === 'hour') {
    const others = filters.filter(({ dimension }) => dimension !== 'hour');
    const hour: Filter = {
      dimension: 'hour',
      op: 'is',
      values: [String(Number(point.slice(11, 13)))],
    };
    return { filters: [...others, hour] };
  }
  const last = grain === 'week' ? addDays(day, 6) : lastOfMonth(day);
  return {
    from: day < range.from ? range.from : day,
    to: last > range.to ? range.to : last,
    grain: 'day',
  };
}

function lastOfMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
