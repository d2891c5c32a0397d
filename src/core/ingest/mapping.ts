import type { Encoding } from './encoding.ts';

/** The fields of the canonical event that a column of an export can play. */
export const roles = [
  'time',
  'ip',
  'user_agent',
  'host',
  'url',
  'referrer',
  'user_id',
  'anonymous_id',
  'event_name',
  'method',
  'status',
  'session_id',
  'experiment',
  'variant',
  'release',
] as const;

export type Role = (typeof roles)[number];

/** How a time is written. `epoch` takes its unit (s, ms, us, ns) from its magnitude; `log` is `25/Oct/2015:04:11:25 +0100`. */
export type TimeFormat = 'iso' | 'epoch' | 'log' | 'mdy' | 'dmy' | 'ymd' | 'month-name';

/** Which column plays which role, and how the times are to be read. */
export interface Mapping {
  /** Role to column name. `time` is required before a run. */
  columns: Partial<Record<Role, string>>;
  timeFormat: TimeFormat;
  /** IANA zone for times without offset, `UTC` unless the person says otherwise. */
  timezone: string;
  /** Site of records that carry none. */
  host: string | null;
  /** Columns left out of other_properties. */
  ignored: string[];
}

/** Something the guess could not settle. `option` is the CLI option that answers it. */
export interface Question {
  option: 'host' | 'timezone' | 'date-order' | 'encoding' | 'mapping';
  /** A full sentence for people. */
  message: string;
}

/** A guess, how sure it is (0..1 by role), and what only a person can say. */
export interface MappingGuess {
  mapping: Mapping;
  confidence: Partial<Record<Role, number>>;
  questions: Question[];
  /** Sentences worth showing that do not stop a run ("times carry no offset: read as UTC"). */
  notes: string[];
}

/** What the person (screen) or the command line fixed in advance. */
export interface MappingAnswers {
  host?: string;
  timezone?: string;
  dateOrder?: 'mdy' | 'dmy' | 'ymd';
  encoding?: Encoding;
  /** Role to column name; an empty string unmaps the role. */
  columns?: Partial<Record<Role, string>>;
}
