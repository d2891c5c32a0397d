import type { Finding } from '../../core/quality/finding.ts';
import { format } from '../format.ts';
import { strings } from '../strings.ts';

/** A number of a check in its unit; a dash where there is none. */
export function observedText(value: number | null, unit: Finding['unit'], bare = false): string {
  if (value === null) return '–';
  if (unit === 'share') return format.rate(value);
  if (unit === 'ratio') return format.precise(value);
  // What is expected of rows is a median and rarely whole.
  const shown = format.exact(Math.round(value));
  return bare ? shown : strings.quality.rows(shown, value === 1);
}

/** A change as people say it: up 12 %, down 40 %, no change. */
export function changeText(change: number | undefined): string {
  if (change === undefined || !Number.isFinite(change)) return '–';
  const words = strings.overview;
  if (Math.abs(change) < 0.005) return words.same;
  return change > 0 ? words.up(format.percent(change)) : words.down(format.percent(-change));
}
