import type { Filter, FilterDimension } from '../core/metrics/filter.ts';
import { format } from './format.ts';
import { overviewWords as words } from './overview-words.ts';
import { strings } from './strings.ts';

/** A value of a dimension as people read it: the country's name, the weekday, the hour. */
export function valueText(dimension: FilterDimension, value: string): string {
  if (dimension === 'country') return format.country(value);
  if (dimension === 'device_brand' && value === '(unknown)') return strings.overview.noBrand;
  if (dimension.startsWith('utm_') && value === '(unknown)') return strings.overview.noTag;
  if (dimension === 'weekday') return weekdayText(Number(value));
  return dimension === 'hour' ? `${value.padStart(2, '0')}:00` : value;
}

/** Monday is 1. */
export function weekdayText(day: number): string {
  // The first of January 2024 was a Monday.
  return format.weekday(`2024-01-0${day}`);
}

/** `Country is India or Germany` */
export function filterText({ dimension, op, values }: Filter): string {
  const named = values.map((value) => (op === 'contains' ? value : valueText(dimension, value)));
  return `${words.dimensions[dimension]} ${words.ops[op]} ${named.join(words.or)}`;
}
