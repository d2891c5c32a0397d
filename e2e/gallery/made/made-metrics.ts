import { breakdownNames } from '../../../src/core/metrics/filter.ts';
import { comparedRange } from '../../../src/core/metrics/comparison.ts';
import { metricNames } from '../../../src/core/metrics/metrics-view.ts';
import type {
  BreakdownRow,
  EventPanels,
  MetricName,
  MetricsInput,
  MetricsView,
  MetricValue,
} from '../../../src/core/metrics/metrics-view.ts';
import { dailyValues, daysOf, hosts, numbersOf, published, sumOf } from './made-days.ts';
import { madeProject } from './made-project.ts';
import { labels, longLabels } from './made-labels.ts';

/** How much there is, and how it is called. */
export interface Size {
  /** Multiplies every count. */
  times?: number;
  hosts?: readonly string[];
  /** Names that are long, of other scripts, from right to left. */
  isLong?: boolean;
  /** First and last published day. */
  published?: { from: string; to: string };
  /** Days that no delivery brought. */
  missing?: readonly string[];
}

type ByMetric<T> = Record<MetricName, T>;

/** Level of a day, and what a rate is counted of. */
const levels: ByMetric<{ level: number; of?: { level: number } }> = {
  daily_visitors: { level: 1_240 },
  website_visits: { level: 1_530 },
  website_hits: { level: 4_820 },
  signups: { level: 41 },
  logins: { level: 218 },
  purchases: { level: 9 },
  signup_conversion_rate: { level: 41, of: { level: 4_820 } },
  purchase_conversion_rate: { level: 9, of: { level: 4_820 } },
  bounce_rate: { level: 702, of: { level: 1_530 } },
  visit_duration: { level: 214_000, of: { level: 1_530 } },
  signup_people: { level: 40 },
  login_people: { level: 160 },
  purchase_people: { level: 9 },
};

function byMetric<T>(make: (name: MetricName) => T): ByMetric<T> {
  return Object.fromEntries(metricNames.map((name) => [name, make(name)])) as ByMetric<T>;
}

/** Numerators and denominators a day. */
function parts(name: MetricName, days: string[], times: number): [number[], number[] | null] {
  const { level, of } = levels[name];
  return [
    dailyValues(name, days, level * times),
    of ? dailyValues('website_hits', days, of.level * times) : null,
  ];
}

function valuesOf(name: MetricName, days: string[], times: number): number[] {
  const [above, below] = parts(name, days, times);
  return below ? above.map((value, i) => value / below[i]!) : above;
}

function totalOf(name: MetricName, days: string[], times: number): MetricValue {
  const [above, below] = parts(name, days, times);
  const numerator = sumOf(above);
  const denominator = below ? sumOf(below) : 1;
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}

function rowsOf(name: string, size: Size, days: number): BreakdownRow[] {
  const hasVisits = /channel|source|page|utm/.test(name);
  return (size.isLong ? longLabels(name) : labels(name)).map((label, i) => {
    const share = 0.38 * 0.66 ** i * (0.9 + 0.2 * numbersOf(name + label)());
    const visitors = Math.max(1, Math.round(1_240 * days * 0.6 * share * (size.times ?? 1)));
    return {
      label,
      visitors,
      website_hits: Math.round(visitors * 3.7),
      visits: hasVisits ? Math.round(visitors * 1.2) : null,
    };
  });
}

/** Hits by weekday and hour: a working day, with an evening of its own. */
function heatmapOf(times: number): number[][] {
  return Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (_, hour) => {
      const working = Math.exp(-(((hour - 14) / 4.5) ** 2)) * (weekday < 5 ? 1 : 0.45);
      const evening = 0.35 * Math.exp(-(((hour - 21) / 2) ** 2));
      return Math.round(900 * (working + evening + 0.03) * times);
    }),
  );
}

/** What the overview shows of a scope. Filters narrow nothing: they are only shown. */
export function madeMetrics(input: MetricsInput, size: Size = {}): MetricsView {
  const whole = size.published ?? published;
  const [from, to] = [input.from ?? whole.from, input.to ?? whole.to];
  const times = size.times ?? 1;
  const days = daysOf(from, to);
  const compared = comparedRange({ from, to }, input.compare);
  const isPublished = compared !== null && compared.from >= whole.from;
  const earlier = compared ? daysOf(compared.from, compared.to) : [];
  const missing = (size.missing ?? []).filter((day) => day >= from && day <= to);
  const without = (values: number[]): (number | null)[] =>
    values.map((value, i) => (missing.includes(days[i]!) ? null : value));
  const { metrics } = madeProject;
  return {
    timezone: input.timezone ?? 'UTC',
    from,
    to,
    days,
    missing,
    partial: to === whole.to ? [to] : [],
    allHosts: [...(size.hosts ?? hosts)],
    definitions: byMetric((name) => metrics.find((one) => one.name === name)?.definition ?? ''),
    totals: byMetric((name) => totalOf(name, days, times)),
    unavailable: {},
    comparedRange: compared,
    previous: isPublished ? byMetric((name) => totalOf(name, earlier, times * 0.93)) : null,
    explained: byMetric((name) => ({
      sql: `select sum(${name})\nfrom growth.daily_metrics\nwhere ds between '${from}' and '${to}'`,
      table: 'growth.daily_metrics',
      rows: days.length * 14,
      rowsSql: `select *\nfrom growth.daily_metrics\nwhere ds between '${from}' and '${to}'`,
      eventsSql: undefined,
    })),
    daily: byMetric((name) => without(valuesOf(name, days, times))),
    series: {
      grain: 'day',
      points: days,
      values: byMetric((name) => without(valuesOf(name, days, times))),
      missing,
      partial: to === whole.to ? [to] : [],
    },
    before:
      isPublished && compared
        ? {
            from: compared.from,
            to: compared.to,
            points: earlier,
            values: byMetric((name) => valuesOf(name, earlier, times * 0.93)),
          }
        : null,
    heatmap: heatmapOf(times),
    visitorsByHost: (size.hosts ?? hosts).map((host, i) => ({
      host,
      values: dailyValues(host, days, (860 / (1 + i * 1.4)) * times),
    })),
    breakdowns: Object.fromEntries(
      breakdownNames.map((name) => [name, rowsOf(name, size, days.length)]),
    ) as MetricsView['breakdowns'],
  };
}

/** A scope in which nothing happened. */
export function emptyMetrics(input: MetricsInput): MetricsView {
  const view = madeMetrics(input);
  const none = view.days.map(() => null);
  return {
    ...view,
    missing: view.days,
    totals: byMetric(() => ({ numerator: 0, denominator: 0, value: null })),
    previous: null,
    before: null,
    daily: byMetric(() => none),
    series: { ...view.series, values: byMetric(() => none), missing: view.days, partial: [] },
    heatmap: Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0)),
    visitorsByHost: [],
    breakdowns: Object.fromEntries(
      breakdownNames.map((name) => [name, []]),
    ) as unknown as MetricsView['breakdowns'],
  };
}

/** Pages and actions of a scope. */
export function madeEventPanels(input: MetricsInput, size: Size = {}): EventPanels {
  const whole = size.published ?? published;
  const days = daysOf(input.from ?? whole.from, input.to ?? whole.to).length;
  const noVisits = (row: BreakdownRow): BreakdownRow => ({ ...row, visits: null });
  return {
    visited_page: rowsOf('page', size, days).map(noVisits),
    action: rowsOf('action', size, days).map(noVisits),
  };
}
