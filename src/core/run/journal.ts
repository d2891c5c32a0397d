import type { CheckStatus } from '../quality/finding.ts';

/** What happened to the warehouse, for people. */
export type JournalKind =
  | 'published'
  /** Published after its checks had held it: `reason` says why. */
  | 'overridden'
  | 'held'
  /** A held run was given up. */
  | 'discarded'
  /** A held run was replaced by a later drop of the same files, mended. */
  | 'fixed'
  /** An earlier publication was put back. */
  | 'undone'
  | 'restored'
  | 'settings'
  /** The person's models, tests or metrics were changed. */
  | 'project';

/** A finding worth a line in the journal: all that did not pass. */
export interface JournalFinding {
  id: string;
  title: string;
  status: CheckStatus;
  message: string;
  /** Whether it watches a guardrail. */
  guardrail?: true;
}

export interface JournalEntry {
  /** ISO instant. */
  at: string;
  kind: JournalKind;
  /** Generation that this entry came with. */
  generation: number;
  /** One sentence. */
  verdict: string;
  /** Typed by the person who decided. */
  reason?: string;
  by?: string;
  /** Id of the held run that was decided on. */
  held?: string;
  deliveries: {
    name: string;
    accepted: number;
    rejected: number;
    repeats: number;
    status: string;
  }[];
  findings: JournalFinding[];
  /** Days that changed, first and last; '' where none. */
  from: string;
  to: string;
}

/** What a check saw over the runs: [instant, status, observed], oldest first. */
export type CheckHistory = Record<
  string,
  [at: string, status: CheckStatus, observed: number | null][]
>;

/** Entries kept in the journal, and runs kept for a check. */
export const keptEntries = 400;
export const keptObservations = 60;
