import type { Metric } from '../metrics/metric.ts';
import type { Subject } from '../subject.ts';

/** A file of the project. Paths are relative: `core/dim_users.sql`, `tests/x.yml`, `metrics/signups.yml`. */
export interface ProjectFile {
  path: string;
  text: string;
  /** The version that ships; null: the person's own file. */
  shipped: string | null;
  /** Whether `text` is the person's (a new file, or a shipped one that was changed). */
  isOwn: boolean;
}

/** What is wrong with a file, and where. */
export interface ProjectProblem {
  file: string;
  /** From 1. */
  line: number;
  column: number;
  message: string;
  /** Where the file's columns are not those that its SQL gives: those, for `takeColumns`. */
  columns?: { name: string; type: string }[];
}

/** A change of the project that was applied; newest first. Undoing it puts `before` back. */
export interface ProjectRevision {
  /** Counts from 1. */
  id: number;
  /** ISO instant. */
  at: string;
  by?: string;
  reason?: string;
  /** Files changed: text before and after; null: there was (is) none of the person's. */
  changes: { path: string; before: string | null; after: string | null }[];
}

/** One model as screens list it. */
export interface ModelView {
  name: string;
  schema: string;
  subject: Subject;
  file: string;
  description: string;
  materialized: 'view' | 'table' | 'incremental';
  published: boolean;
  tags: string[];
  owner: string | null;
  /** ds of the last review. */
  reviewed: string | null;
  columns: { name: string; type: string; description: string }[];
  /** Models and sources (`shop.orders`) it reads. */
  refs: string[];
  sources: string[];
  /** Ids of its data tests; names of its unit tests. */
  tests: string[];
  unitTests: string[];
  /** Of the last run that built it; null: none on record. */
  lastRun: { rows: number | null; seconds: number; status: 'pass' | 'warn' | 'error' } | null;
}

/** The project as it runs: shipped files, the person's over them. */
export interface ProjectView {
  files: ProjectFile[];
  models: ModelView[];
  metrics: Metric[];
  revisions: ProjectRevision[];
  /** Normally none: only sound projects are applied. */
  problems: ProjectProblem[];
}

/** Changed files by path: their text, or null to delete one's own file (a shipped one is then as it ships). */
export type ProjectChanges = Record<string, string | null>;
