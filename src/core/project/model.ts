import type { Metric } from '../metrics/metric.ts';
import type { Rules } from '../rules/rules.ts';
import type { Severity } from '../quality/finding.ts';
import type { Subject } from '../subject.ts';

/** What may fail of a data test before it warns or errs; `share` limits are parts of all rows, 0..1. */
export interface Threshold {
  operator: '>' | '>=';
  value: number;
  unit: 'rows' | 'share';
}

/** The kinds of data tests that need no SQL of their own. */
export type DataTestKind =
  | 'not_null'
  | 'unique'
  | 'unique_combination'
  | 'accepted_values'
  | 'accepted_range'
  | 'matches'
  | 'expression'
  | 'relationships'
  | 'row_count'
  | 'recency';

/** What every data test carries, generic or singular. */
export interface TestConfig {
  title: string;
  description: string;
  severity: Severity;
  warnIf: Threshold;
  /** Undefined: never an error. */
  errorIf: Threshold | undefined;
  /** Only rows of this condition are looked at. */
  where: string | undefined;
  /** At most this many failing rows are shown. */
  limit: number;
}

/** A generic data test of a model or of one of its columns. */
export interface DataTest extends TestConfig {
  /** Last part of the check's id: `not_null.dim_hostname`. */
  name: string;
  /** The model its finding is shown under; undefined: the one it looks at. */
  on: string | undefined;
  kind: DataTestKind;
  column: string | undefined;
  columns: string[];
  values: string[];
  min: number | undefined;
  max: number | undefined;
  pattern: string | undefined;
  expression: string | undefined;
  to: string | undefined;
  field: string | undefined;
}

export interface ModelColumn {
  name: string;
  /** SQL type as published; coded in memory (an ENUM for a VARCHAR) until then. */
  type: string;
  description: string;
}

/** A model: a `.sql` and what its `.yml` says of it. */
export interface Model {
  name: string;
  /** The folder it lies in. */
  schema: string;
  file: string;
  sql: string;
  description: string;
  /** Follows from its sources: of a shop where it reads any of a shop's, directly or not. */
  subject: Subject;
  /** `incremental`: by ds; a day depends on no other day of what it reads. */
  materialized: 'view' | 'table' | 'incremental';
  tags: string[];
  /** Who answers for it, and the ds they last looked at it; any further keys as the YAML has them. */
  meta: { owner?: string; reviewed?: string; [key: string]: unknown };
  published: boolean;
  partitioned: boolean;
  /** Columns that name a row; files are sorted by them. */
  key: string[];
  columns: ModelColumn[];
  tests: DataTest[];
  unitTests: UnitTest[];
  refs: string[];
  sources: string[];
}

/** Given rows of what a model reads, the rows it must give: run against the engine, without any data. */
export interface UnitTest {
  name: string;
  description: string;
  /** By ref (`stg_users`) or source (`shop.users`); one that is not named is empty. */
  given: Record<string, Fixture>;
  /** Rows in any order; only the columns that are named are compared, and all columns where SQL gives them. */
  expect: Fixture;
}

/** Rows of a unit test, or the SQL that gives them. */
export type Fixture = Record<string, Scalar>[] | string;

export type Scalar = string | number | boolean | null;

/** A data test written as SQL that returns failing rows. */
export interface SingularTest extends TestConfig {
  name: string;
  file: string;
  /** The model it speaks about. */
  on: string;
  sql: string;
}

/** All models by name, in DAG order, and the tests that stand in files of their own. */
export interface Project {
  models: Map<string, Model>;
  singularTests: SingularTest[];
  /** By name, sorted. */
  metrics: Map<string, Metric>;
  /** Those of the files in `rules/`. */
  rules: Rules;
}
