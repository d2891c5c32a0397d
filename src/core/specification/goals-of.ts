import type { Measure, Metric } from '../metrics/metric.ts';
import type { Goal } from './specification.ts';

/**
 * The questions of metrics, in the order of the metrics. A question about a ratio follows from the one about what it counts
 * (signup conversion from signups), a breakdown's from the one about the number it breaks down.
 */
export function goalsOf(metrics: readonly Metric[]): Goal[] {
  const goals = new Map<string, Goal>();
  const tops: Goal[] = [];
  for (const metric of metrics.filter(({ question }) => question !== '')) {
    const known = goals.get(metric.question);
    if (known) known.metrics.push(metric.name);
    else
      goals.set(metric.question, { question: metric.question, metrics: [metric.name], under: [] });
  }
  for (const goal of goals.values()) {
    const parent = parentOf(goal, metrics);
    const above = parent === undefined ? undefined : goals.get(parent.question);
    (above === undefined || above === goal ? tops : above.under).push(goal);
  }
  return tops;
}

/** The first plain number with the numerator of the goal's first metric: what that is a share of, or a breakdown of. */
function parentOf(goal: Goal, metrics: readonly Metric[]): Metric | undefined {
  const metric = metrics.find(({ name }) => name === goal.metrics[0])!;
  const first = metrics.find(
    (other) =>
      other.denominator === undefined &&
      other.model === metric.model &&
      other.question !== '' &&
      isSame(other.numerator, metric.numerator),
  );
  return first === metric ? undefined : first;
}

function isSame(one: Measure, other: Measure): boolean {
  return one.aggregate === other.aggregate && one.of === other.of && one.where === other.where;
}
