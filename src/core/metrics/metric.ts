import type { Subject } from '../subject.ts';

/** What a metric counts of a model's rows: one aggregate, over the rows that meet `where`. */
export interface Measure {
  aggregate: 'count' | 'count_distinct' | 'sum' | 'average' | 'median';
  /** SQL expression over the model's columns; undefined for `count`. */
  of: string | undefined;
  where: string | undefined;
}

/** A metric as `metrics/<name>.yml` defines it: the only place that says what it is. */
export interface Metric {
  name: string;
  file: string;
  /** As screens call it: "Signup conversion". */
  label: string;
  /** In words, as the sources write it: "signups / website hits". */
  definition: string;
  /** The question it answers, as people ask it. */
  question: string;
  /** Model whose rows are counted, by name: `visitor_hours`. */
  model: string;
  subject: Subject;
  numerator: Measure;
  /** Undefined: a plain number. */
  denominator: Measure | undefined;
  /** The model's day column, for days, weeks and months; undefined: it has no time. */
  grain: string | undefined;
  /** Columns of the model that it can be sliced by. */
  dimensions: string[];
  guardrail: boolean;
  /** The direction that is good; `none`: neither. */
  direction: 'up' | 'down' | 'none';
  format: 'integer' | 'share' | 'money' | 'duration' | 'decimal';
}

/** A question about one metric. */
export interface MetricInput {
  name: string;
  /** Dimensions, and `ds`, `week` or `month`. */
  by?: string[];
  /** IANA name of the zone whose days and hours are counted; absent: UTC. */
  timezone?: string;
  /** Inclusive, YYYY-MM-DD of that zone; absent: everything published. */
  from?: string;
  to?: string;
  /** By dimension, the values to keep; null keeps rows without a value. */
  filter?: Record<string, (string | null)[]>;
  /** Where the model has `is_bot`; bots are left out unless asked for. */
  bots?: 'exclude' | 'include' | 'only';
}

/** Its answer: a row a combination of `by`, sorted by it. */
export interface MetricResult {
  metric: Metric;
  by: string[];
  rows: {
    key: (string | null)[];
    numerator: number;
    /** 1 for plain numbers. */
    denominator: number;
    /** Null where the denominator is 0. */
    value: number | null;
  }[];
  /** The query that was asked, for the console. */
  sql: string;
}
