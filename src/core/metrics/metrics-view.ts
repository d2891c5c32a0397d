import type { Comparison } from './comparison.ts';
import type { Filter, FilterDimension } from './filter.ts';

/** Names of the metrics of the sources, in the order they are shown. */
export const metricNames = [
  'daily_visitors',
  'website_visits',
  'website_hits',
  'signups',
  'logins',
  'purchases',
  'signup_conversion_rate',
  'purchase_conversion_rate',
  'bounce_rate',
  'visit_duration',
  'signup_people',
  'login_people',
  'purchase_people',
] as const;
export type MetricName = (typeof metricNames)[number];

/** Points of the large chart; `hour` for a month at most. */
export const seriesGrains = ['hour', 'day', 'week', 'month'] as const;
export type SeriesGrain = (typeof seriesGrains)[number];

export interface MetricsInput {
  /** IANA name of the zone whose days and hours are counted; absent: UTC. */
  timezone?: string;
  /** Inclusive, YYYY-MM-DD of that zone; absent: everything published. */
  from?: string;
  to?: string;
  /** Absent or empty: all hosts. */
  hosts?: string[];
  /** Bots are left out unless asked for. */
  bots?: 'exclude' | 'include' | 'only';
  /** All must hold. */
  filters?: Filter[];
  /** Absent: the range of equal length before. */
  compare?: Comparison;
  /** Absent: days. */
  grain?: SeriesGrain;
}

export interface MetricValue {
  numerator: number;
  /** 1 for plain counts. */
  denominator: number;
  /** Null where the denominator is 0. */
  value: number | null;
}

export interface BreakdownRow {
  label: string;
  visitors: number;
  website_hits: number;
  /** Visits (sessions) where the breakdown is by entry (channel, source); else null. */
  visits: number | null;
}

/** Why a number is what it is; all SQL is over published tables. */
export interface ExplainedTotal {
  sql: string;
  table: string;
  /** Of the table, in scope. */
  rows: number;
  /** The rows that count for it. */
  rowsSql: string;
  /** The events that do; undefined where events do not tell it (visits). */
  eventsSql: string | undefined;
}

/** Everything the metrics screen shows for one scope. */
export interface MetricsView {
  /** The zone that all days and hours are of. */
  timezone: string;
  from: string;
  to: string;
  /** Every day of the range, gaps included. */
  days: string[];
  /** Days without a single row for the scope: shown as missing. */
  missing: string[];
  /** Days of the zone of which the published rows, from their first hour to their last, hold only a part. */
  partial: string[];
  allHosts: string[];
  /** What each metric is, in the words of its file. */
  definitions: Record<MetricName, string>;
  totals: Record<MetricName, MetricValue>;
  /** Metrics that the filters cannot be applied to, by the dimensions that they do not know (none: they know UTC days only); their values are null. */
  unavailable: Partial<Record<MetricName, FilterDimension[]>>;
  /** The days compared with; null: none asked for. */
  comparedRange: { from: string; to: string } | null;
  /** The totals of those days; null when not fully published. */
  previous: Record<MetricName, MetricValue> | null;
  /** How each total was counted: its query, the table, and how many rows of it are in scope. Absent: unavailable. */
  explained: Partial<Record<MetricName, ExplainedTotal>>;
  /** By metric, a value per day over the chosen hosts together, in the order of `days`. */
  daily: Record<MetricName, (number | null)[]>;
  /** The large chart: points `YYYY-MM-DD` (of a week or month its first day) or `YYYY-MM-DDTHH`, in order; `+` behind an hour that the clock shows again. */
  series: {
    grain: SeriesGrain;
    points: string[];
    values: Record<MetricName, (number | null)[]>;
    missing: string[];
    /** Points that the range or what is published cuts short. */
    partial: string[];
  };
  /** The same points of the days compared with; null where `previous` is. */
  before: {
    from: string;
    to: string;
    points: string[];
    values: Record<MetricName, (number | null)[]>;
  } | null;
  /** Website hits by weekday (Monday first) and hour; null: the filters cannot be applied. */
  heatmap: number[][] | null;
  /** Daily visitors per host, in the order of `days`. */
  visitorsByHost: { host: string; values: number[] }[];
  breakdowns: {
    referrer: BreakdownRow[];
    channel: BreakdownRow[];
    source: BreakdownRow[];
    country: BreakdownRow[];
    device_brand: BreakdownRow[];
    device_type: BreakdownRow[];
    os: BreakdownRow[];
    browser: BreakdownRow[];
    page: BreakdownRow[];
    exit_page: BreakdownRow[];
    utm_source: BreakdownRow[];
    utm_medium: BreakdownRow[];
    utm_campaign: BreakdownRow[];
  };
}

/** What only the events themselves tell: asked apart, as they are many. */
export interface EventPanels {
  /** Pages by website hits; visits are not counted there. */
  visited_page: BreakdownRow[];
  /** All events by action, hits or not; `website_hits` holds their number. */
  action: BreakdownRow[];
}
