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
  'signup_people',
  'login_people',
  'purchase_people',
] as const;
export type MetricName = (typeof metricNames)[number];

export interface MetricsInput {
  /** Inclusive, YYYY-MM-DD; absent: everything published. */
  from?: string;
  to?: string;
  /** Absent or empty: all hosts. */
  hosts?: string[];
  /** Bots are left out unless asked for. */
  bots?: 'exclude' | 'include' | 'only';
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

/** Everything the metrics screen shows for one scope. */
export interface MetricsView {
  from: string;
  to: string;
  /** Every day of the range, gaps included. */
  days: string[];
  /** Days without a single row for the scope: shown as missing. */
  missing: string[];
  /** First or last published day that is not whole (its rows start after 01:00 or end before 23:00 UTC). */
  partial: string[];
  allHosts: string[];
  /** What each metric is, in the words of its file. */
  definitions: Record<MetricName, string>;
  totals: Record<MetricName, MetricValue>;
  /** The same for the preceding range of equal length; null when not fully published. */
  previous: Record<MetricName, MetricValue> | null;
  /** By metric, a value per day over the chosen hosts together, in the order of `days`. */
  daily: Record<MetricName, (number | null)[]>;
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
  };
}
