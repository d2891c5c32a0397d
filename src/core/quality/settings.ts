/** What a day was, in a person's words. All but `note` keep the day out of history; `fault` for good. */
export type AnnotationKind = 'launch' | 'outage' | 'holiday' | 'fault' | 'note';

export interface Annotation {
  id: string;
  /** First and last ds, both included. */
  from: string;
  to: string;
  /** Undefined: all hosts. */
  host?: string;
  kind: AnnotationKind;
  text: string;
}

/** From this day on, what a check saw is the new baseline of that host ('' for all). */
export interface NewNormal {
  check: string;
  host: string;
  from: string;
}

/** Numbers of one check that a person set, for one host or (without) for all. `warn_if` and `error_if` for data tests. */
export interface CheckLimits {
  check: string;
  host?: string;
  values?: Record<string, number>;
  warnIf?: string;
  errorIf?: string;
}

/** Who answers for a check and when they last looked at it. */
export interface CheckReview {
  owner?: string;
  /** ds of the last review. */
  reviewed?: string;
  note?: string;
}

/** What people decided about quality; kept with the warehouse. */
export interface QualitySettings {
  annotations: Annotation[];
  retiredHosts: { host: string; from: string }[];
  newNormals: NewNormal[];
  limits: CheckLimits[];
  /** By the id of the check. */
  reviews: Record<string, CheckReview>;
  /** Where "Request a change" leads; `{check}` and `{text}` are filled in. Undefined: a ticket to copy. */
  requestLink?: string;
  /** Fewer events a day than this are worth a warning. */
  minimumEvents: number;
}

export const defaultQualitySettings: QualitySettings = {
  annotations: [],
  retiredHosts: [],
  newNormals: [],
  limits: [],
  reviews: {},
  minimumEvents: 100,
};

/** A published day that a statistical check flagged: no part of history until it is 14 days old. */
export interface Flag {
  check: string;
  /** '' for all hosts. */
  host: string;
  ds: string;
  direction: 'up' | 'down' | 'other';
  status: 'warn' | 'error';
  /** Set where a person published it with a reason: what was observed then. */
  overridden?: number;
}
