import type { Severity } from '../quality/finding.ts';

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
  | 'relationships';

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
  materialized: 'view' | 'table';
  published: boolean;
  partitioned: boolean;
  /** Columns that name a row; files are sorted by them. */
  key: string[];
  columns: ModelColumn[];
  tests: DataTest[];
  refs: string[];
  sources: string[];
}

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
}
