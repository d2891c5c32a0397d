import type { Mapping } from '../ingest/mapping.ts';
import type { Finding } from '../quality/finding.ts';
import type { Flag, QualitySettings } from '../quality/settings.ts';
import type { HeldRun } from '../run/held-run.ts';
import type { CheckHistory, JournalEntry } from '../run/journal.ts';
import type { ProjectRevision } from '../project/project-view.ts';
import type { RunReport } from '../run/run-report.ts';
import type { Delivery } from './delivery.ts';
import type { PublishedTableEntry } from './partition.ts';

/** The form of manifests that this version writes. */
export const manifestFormat = 2;

/** The truth about a warehouse: which files hold which rows, where they came from, and what people decided. */
export interface Manifest {
  /** `manifestFormat`, or more where a newer version wrote it. */
  format: number;
  /** Counts from 1; every change of anything is a generation. */
  generation: number;
  /** Generation it was built on; 0: none. */
  parent: number;
  /** ISO instant. */
  createdAt: string;
  /** Generation whose change put these tables here; 0: nothing was ever published. */
  publishedIn: number;
  /** ISO instant of that; null: nothing was ever published. */
  publishedAt: string | null;
  tables: Record<string, PublishedTableEntry>;
  deliveries: Delivery[];
  checks: Finding[];
  versions: Record<string, string>;
  /** Of the website. */
  lastRun: RunReport | null;
  /** Of the shop; absent: it has none. */
  shop?: { publishedAt: string; lastRun: RunReport | null };
  /** The person's own models, tests and metrics by path, and how they came about (newest first, cut to `keptRevisions`). */
  project?: { files: Record<string, string>; revisions: ProjectRevision[] };
  /** Mappings that people confirmed, by the shape of the source. */
  mappings: Record<string, Mapping>;
  /** The last publications before this one, newest first: what can be restored. */
  publications: PublicationEntry[];
  /** Runs that wait for a person, newest first. */
  held: HeldRun[];
  /** Newest first, cut to `keptEntries`. */
  journal: JournalEntry[];
  checkHistory: CheckHistory;
  /** Published days that statistical checks flagged. */
  flags: Flag[];
  settings: QualitySettings;
  /** Instant of the last backup or mirror; null: never. */
  lastBackup: string | null;
}

/** A publication that can be restored: its tables are in a manifest file of its own. */
export interface PublicationEntry {
  generation: number;
  publishedAt: string;
  verdict: string;
  events: number;
  /** First and last ds. */
  from: string;
  to: string;
  /** Path of the immutable copy of that generation's manifest, and its SHA-256. */
  file: string;
  sha256: string;
}

/** Where the immutable copy of a manifest lies, and its SHA-256. */
export type ManifestCopy = Pick<PublicationEntry, 'file' | 'sha256'>;

/** Publications that can be restored beside the one in force. */
export const keptPublications = 5;

/** Changes of the project that can be undone. */
export const keptRevisions = 50;

/** Rejected lines kept for a delivery. */
export const keptRejectedLines = 1000;
