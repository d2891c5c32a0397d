import type { ErrorDetails } from './core/errors.ts';
import type { RowView } from './core/explore/table-view.ts';
import type { Mapping, MappingAnswers, MappingGuess } from './core/ingest/mapping.ts';
import type { Recognition } from './core/ingest/recognition.ts';
import type { Reject } from './core/ingest/record-reader.ts';
import type { Lineage } from './core/lineage/lineage.ts';
import type { MetricInput, MetricResult } from './core/metrics/metric.ts';
import type { EventPanels, MetricsInput, MetricsView } from './core/metrics/metrics-view.ts';
import type { PreviewOf } from './core/project/preview-of.ts';
import type { ProjectChanges, ProjectProblem, ProjectView } from './core/project/project-view.ts';
import type { CheckStatus, Finding } from './core/quality/finding.ts';
import type { Backtest } from './core/quality/statistics/backtest.ts';
import type { QualitySettings } from './core/quality/settings.ts';
import type { HeldRun } from './core/run/held-run.ts';
import type { JournalEntry } from './core/run/journal.ts';
import type { RunReport } from './core/run/run-report.ts';
import type { RulesPreview, TriedRecord, TriedResult } from './core/rules/rules-preview.ts';
import type { Rules } from './core/rules/rules.ts';
import type { ShopTable } from './core/shop/shop-table.ts';
import type { ShopInput, ShopView } from './core/shop/shop-view.ts';
import type { Subject } from './core/subject.ts';

/** Bytes of known size; a browser's File is one. */
export interface ByteSource {
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
  slice(start?: number, end?: number): ByteSource;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A file of a drop. `folder` is its path inside the dropped folder or zip, '' at the top; only for showing and for host names. */
export interface SourceFile {
  name: string;
  folder: string;
  bytes: ByteSource;
}

/** What a file of the drop turned out to be. Exactly one of `guess`, `shop` and `refusal` is set. */
export interface InspectedFile {
  /** Stable within the drop; names the file in `run`. */
  id: string;
  name: string;
  folder: string;
  /** Size as dropped, in bytes. */
  size: number;
  recognition?: Recognition;
  guess?: MappingGuess;
  /** Set for an export of a shop: it needs no mapping, and `guess` is absent. */
  shop?: { table: ShopTable; missing: string[]; extra: string[] };
  /** True when the mapping was remembered from an earlier run of the same shape. */
  remembered?: boolean;
  /** Files with equal shape share one mapping on the screen. */
  shape?: string;
  refusal?: { code: string; message: string; details: ErrorDetails };
}

export type Step = 'engine' | 'read' | 'enrich' | 'build' | 'audit' | 'publish' | 'export';

/** Where long work stands. `share` is 0..1 over the whole; `rows` so far in this step. */
export interface Progress {
  step: Step;
  share: number;
  rows?: number;
  file?: string;
}

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface RunInput {
  /** Files of the last inspection to load, with the mapping to use. */
  files: {
    id: string;
    /** Absent for exports of a shop. */
    mapping?: Mapping;
  }[];
  /** Keep names, e-mail addresses, phone numbers and street addresses of a shop's people; default: leave them out. */
  keepContacts?: boolean;
  dryRun?: boolean;
  onOverlap?: 'add' | 'replace' | 'fail';
}

/** A table of the published warehouse. */
export interface TableInfo {
  /** `core.fct_website_events` */
  name: string;
  description: string;
  rows: number;
  columns: { name: string; type: string; description: string }[];
  partitioned: boolean;
}

export interface QueryResult {
  columns: { name: string; type: string }[];
  /** Values ready for JSON and for showing: bigint as number when safe, else string; timestamps as ISO text in UTC. */
  rows: (string | number | boolean | null | object)[][];
  /** True when the limit cut the result. */
  truncated: boolean;
}

/** One file that an export consists of. `path` is relative: `core/fct_website_events/ds=2026-09-01/part-0.parquet`. */
export interface ExportItem {
  path: string;
  /** Undefined for `run.json`. */
  table?: string;
  /** Undefined where the whole table is one file. */
  ds?: string;
  format: 'parquet' | 'csv' | 'json';
  /** Rows of the file, and their order; undefined: all. */
  view?: RowView;
}

/** A file handed out. */
export interface ExportedFile {
  path: string;
  bytes: Uint8Array;
}

export interface WarehouseStatus {
  generation: number;
  /** First and last published ds, '' when nothing is published. */
  from: string;
  to: string;
  events: number;
  hosts: string[];
  publishedAt: string | null;
  lastRun: RunReport | null;
  /** Whether what is shown is on disk. `session`: this browser keeps nothing after the tab is closed. */
  storage: { state: 'saved' | 'saving' | 'failed' | 'session'; message?: string };
  /** Held runs that wait for a person. */
  held: number;
  /** The shop's part; null: no export of a shop was ever published. */
  shop: {
    publishedAt: string;
    lastRun: RunReport | null;
    /** Exports that have live deliveries, and those that are still missing. */
    delivered: ShopTable[];
    missing: ShopTable[];
    orders: number;
    /** Whether the website has published since: what joins the two (attribution) is as of the shop's last run. */
    isBehind: boolean;
  } | null;
  /** What could not be read at start-up or since, and what is shown instead. */
  damage: WarehouseDamage | null;
  /** Set when the warehouse was written by a newer version: it can be read, not written. */
  readOnly?: string;
}

/** Files of the warehouse that are missing or changed. */
export interface WarehouseDamage {
  /** Generation that cannot be shown whole. */
  generation: number;
  /** Generation shown instead; 0: none is whole. */
  shown: number;
  /** What is missing: table and ds ('' for a whole table). */
  missing: { table: string; ds: string; reason: 'missing' | 'changed' }[];
}

/** Room on this device. Bytes; null where the host cannot tell. */
export interface StorageInfo {
  usage: number | null;
  quota: number | null;
  /** True: the browser may not delete it by itself. Null: it cannot tell. */
  persisted: boolean | null;
  /** Bytes and number of the data files of the publication in force, and of all that is kept. */
  live: { files: number; bytes: number };
  kept: { files: number; bytes: number };
  lastBackup: string | null;
  /** What can be restored, newest first. */
  publications: {
    generation: number;
    publishedAt: string;
    verdict: string;
    events: number;
    from: string;
    to: string;
  }[];
}

/** How a person decides on a held run. */
export interface HeldDecision {
  id: string;
  /** `again`: checked anew on what is published now, and published where nothing fails any more. */
  decision: 'publish' | 'discard' | 'again';
  /** Why; kept in the journal. Required to publish. */
  reason?: string;
  by?: string;
}

/** What a check saw: over the runs, or over the days for statistical checks. */
export interface CheckSeries {
  id: string;
  host?: string;
  points: {
    /** Instant of a run, or a ds. */
    at: string;
    status: CheckStatus;
    observed: number | null;
    expected?: number | null;
    lower?: number;
    upper?: number;
  }[];
}

/** What the house can do. Every method may reject with a WorkbenchError; anything else is a defect. */
export interface Workbench {
  /** Recognises every file (zips are opened) and guesses mappings; never rejects for one bad file. Replaces the last inspection. */
  inspect(
    input: { files: SourceFile[]; answers?: MappingAnswers },
    options?: CallOptions,
  ): Promise<InspectedFile[]>;
  /** Makes the sample files, as if dropped. */
  sample(input: { rows?: number; subject?: Subject }, options?: CallOptions): Promise<SourceFile[]>;
  /**
   * Writes, audits and publishes. A held run resolves with status `held`; published tables are then as before. A published one is
   * shown at once and saved behind the screens: see `saved`. Files of a website and of a shop are two runs, each with a verdict of
   * its own: the second is in `also`.
   */
  run(input: RunInput, options?: CallOptions): Promise<RunReport>;
  /**
   * Builds a subject area anew from its live deliveries, audits and publishes it, as `run` does: a shop joins what its website has
   * published since. One that fails its checks resolves with `held` and changes nothing.
   */
  rebuild(input: { subject: Subject }, options?: CallOptions): Promise<RunReport>;
  /** Resolves when the last published run is on disk, with its report completed by content hashes. Rejects when saving failed. */
  saved(input?: object, options?: CallOptions): Promise<RunReport | null>;
  status(input?: object, options?: CallOptions): Promise<WarehouseStatus>;
  /** The sources' questions over the published tables. */
  metrics(input: MetricsInput, options?: CallOptions): Promise<MetricsView>;
  /** Pages and actions of the same scope, which only the events can tell: slower where they are not loaded. */
  eventPanels(input: MetricsInput, options?: CallOptions): Promise<EventPanels>;
  checks(input?: object, options?: CallOptions): Promise<Finding[]>;
  /** Rejected records of the last run of this session, by file. */
  rejects(
    input?: object,
    options?: CallOptions,
  ): Promise<{ file: string; rejects: Reject[]; total: number }[]>;
  tables(input?: object, options?: CallOptions): Promise<TableInfo[]>;
  /**
   * One query over the published tables, or `explain` of one, on a connection of its own: it reads those tables and nothing else,
   * and can be cancelled. `seconds`: it is ended when it takes longer. Rejects with `query-failed` and `query-too-long`.
   */
  query(
    input: { sql: string; limit?: number; seconds?: number },
    options?: CallOptions,
  ): Promise<QueryResult>;
  /** The files of an export: of one table, or of all with `run.json`. Parquet comes in Hive folders by ds, CSV as one file a table. */
  planExport(
    input: { table?: string; format: 'parquet' | 'csv' },
    options?: CallOptions,
  ): Promise<ExportItem[]>;
  /** Makes one of those files. CSV text columns are guarded against formulas. */
  exportFile(input: ExportItem, options?: CallOptions): Promise<ExportedFile>;
  /** Held runs, newest first. */
  held(input?: object, options?: CallOptions): Promise<HeldRun[]>;
  /**
   * Decides on a held run. `publish` rebuilds it on the publication in force and audits it again: what fails is then published
   * with the reason. Rejects with `held-unknown`.
   */
  decide(input: HeldDecision, options?: CallOptions): Promise<RunReport>;
  /** Puts an earlier publication back, as a new generation. */
  undo(input: { generation: number }, options?: CallOptions): Promise<WarehouseStatus>;
  /** Reads the manifest again: another tab or program may have published. */
  refresh(input?: object, options?: CallOptions): Promise<WarehouseStatus>;
  /** Reads every file of the publication in force and compares it with its hash. */
  verify(input?: object, options?: CallOptions): Promise<WarehouseStatus>;
  storage(input?: object, options?: CallOptions): Promise<StorageInfo>;
  /** Asks the browser not to delete what is stored; false: it did not promise. */
  persist(input?: object, options?: CallOptions): Promise<boolean>;
  /** Paths of all files of the warehouse, the manifest last: what a backup consists of. */
  planBackup(input?: object, options?: CallOptions): Promise<{ path: string; bytes: number }[]>;
  /** One of them, verified. */
  backupFile(input: { path: string }, options?: CallOptions): Promise<ExportedFile>;
  /** Says that a backup or mirror was completed. */
  noteBackup(input?: object, options?: CallOptions): Promise<void>;
  /** Replaces the warehouse by the one in these files (a backup zip or a warehouse folder), verified first; can be undone. */
  restore(input: { files: SourceFile[] }, options?: CallOptions): Promise<WarehouseStatus>;
  settings(input?: object, options?: CallOptions): Promise<QualitySettings>;
  /** Replaces the parts that are named. */
  changeSettings(
    input: { settings: Partial<QualitySettings>; reason?: string; by?: string },
    options?: CallOptions,
  ): Promise<QualitySettings>;
  /** What happened to the warehouse, newest first. */
  journal(input?: object, options?: CallOptions): Promise<JournalEntry[]>;
  /** History of one check; of statistical checks for one host ('' for all). */
  checkSeries(input: { id: string; host?: string }, options?: CallOptions): Promise<CheckSeries>;
  /** Replays the statistical checks over the published history, day by day. */
  backtest(input?: object, options?: CallOptions): Promise<Backtest>;
  /** One metric of the project, compiled from its file. Throws `metric-unknown`, `usage`. */
  metric(input: MetricInput, options?: CallOptions): Promise<MetricResult>;
  /** The shop's questions over its published tables. */
  shop(input: ShopInput, options?: CallOptions): Promise<ShopView>;
  /** Models, tests and metrics as they run. */
  project(input?: object, options?: CallOptions): Promise<ProjectView>;
  /** What is wrong with the project once these files are changed: YAML, references, SQL that does not bind, unit tests. */
  checkProject(
    input: { changes: ProjectChanges },
    options?: CallOptions,
  ): Promise<ProjectProblem[]>;
  /**
   * Rows of a model of the changed project or of one of its CTEs, rows that fail one of its tests, a metric by day: over what is
   * published. Publishes nothing.
   */
  preview(
    input: { of: PreviewOf; changes: ProjectChanges; limit?: number },
    options?: CallOptions,
  ): Promise<QueryResult>;
  /**
   * Changes the project: builds what it touches beside the published tables, audits it, and publishes tables and files in one
   * generation. A change that fails its checks resolves with status `held`; project and tables are then as before, unless a reason
   * is given with `publishAnyway`. Rejects with `model-broken` for a project that is not sound.
   */
  applyProject(
    input: { changes: ProjectChanges; reason?: string; by?: string; publishAnyway?: boolean },
    options?: CallOptions,
  ): Promise<RunReport>;
  /** Applies the reverse of a revision. */
  undoProject(input: { revision: number; by?: string }, options?: CallOptions): Promise<RunReport>;
  /** The rules in force, or those of the changed project. Rejects with `model-broken` where a changed file is not sound. */
  rules(input: { changes?: ProjectChanges }, options?: CallOptions): Promise<Rules>;
  /** What changed rules would do to what is published. Publishes nothing; `applyProject` does. */
  previewRules(input: { changes: ProjectChanges }, options?: CallOptions): Promise<RulesPreview>;
  /** What the rules of the changed project make of one record. */
  tryRules(
    input: { record: TriedRecord; changes?: ProjectChanges },
    options?: CallOptions,
  ): Promise<TriedResult>;
  /** What feeds what in the changed project, down to columns. */
  lineage(input: { changes?: ProjectChanges }, options?: CallOptions): Promise<Lineage>;
}
