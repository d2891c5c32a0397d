import type { MetricName, MetricsView } from '../../core/metrics/metrics-view.ts';
import { overviewWords } from '../overview-words.ts';
import { zoneWords } from '../zone-words.ts';

/** Why a metric has no number in the scope of a view; undefined: it has. */
export function cannotTell(
  { unavailable }: Pick<MetricsView, 'unavailable'>,
  metric: MetricName,
): string | undefined {
  const dimensions = unavailable[metric]?.map((one) => overviewWords.dimensions[one]);
  if (dimensions === undefined) return undefined;
  return dimensions.length === 0
    ? zoneWords.utcOnly
    : overviewWords.cannotTell(dimensions.join(', '));
}
