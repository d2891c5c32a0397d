import { wilsonInterval } from '../../lib/wilson-interval.ts';
import { format } from '../format.ts';
import { growthWords as words } from '../growth-words.ts';

/** Of fewer than 100 conversions, the 95 % interval that says how little they tell; '' where there is none to give. */
export function intervalText(hits: number, trials: number): string {
  const interval = hits < 100 ? wilsonInterval(hits, trials) : null;
  return interval ? words.interval(format.rateRange(interval.low, interval.high)) : '';
}

/** A share in words; where more convert than there are to convert, how many for each. */
export function rateText(hits: number, trials: number): string {
  if (trials === 0) return '–';
  return hits > trials ? format.precise(hits / trials) : format.rate(hits / trials);
}
