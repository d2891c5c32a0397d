import type { CheckCell } from '../finding.ts';
import type { Flag, NewNormal, QualitySettings } from '../settings.ts';
import type { RateKind } from './two-rates.ts';

/** Rows of a host on a day: without bots, and all. */
export interface DayRows {
  host: string;
  ds: string;
  rows: number;
  all: number;
}

/** Non-bot rows of all hosts by hour of the day: 24 counts. */
export interface DayHours {
  ds: string;
  counts: readonly number[];
}

/** A metric whose decline holds a run, as its file defines it. */
export interface Guardrail {
  /** Of the metric: `signup_conversion_rate`. */
  name: string;
  label: string;
  /** In words: "Signups / website hits". */
  definition: string;
  /** `ratio` where conversions may outnumber what they are divided by. */
  kind: RateKind;
}

interface Conversions {
  /** Name of the guardrail. */
  metric: string;
  ds: string;
  conversions: number;
  exposure: number;
}

/** What a guardrail counts of a host on a day, bots left out. */
export interface DayConversions extends Conversions {
  host: string;
}

/** The same for one variant of an experiment, all hosts together. */
export interface DayVariant extends Conversions {
  experiment: string;
  variant: string;
  /** True for the variant that the others are compared with; where none says so, the one named like a control. */
  control?: boolean;
}

/** Shares of a day's rows, 0..1, all hosts together. */
export interface DayShares {
  ds: string;
  /** Rows whose time was moved by ties. */
  moved: number;
  /** Rows without a device brand among non-bots. */
  nullBrand: number;
  /** Rows whose action is `other`. */
  otherAction: number;
}

/** What the statistical checks look at. All days: the published ones, and the candidate's in place of those it rebuilds. */
export interface HistorySource {
  rows: readonly DayRows[];
  hours: readonly DayHours[];
  /** The guardrails of the project. */
  watched: readonly Guardrail[];
  guardrails: readonly DayConversions[];
  variants: readonly DayVariant[];
  /** Absent: the checks on shares say `n/a`. */
  shares?: readonly DayShares[];
  /** Time of the newest event, ISO; '' without any. */
  lastEventAt: string;
  /** Days cut by the edge of a delivery: neither tested nor history. */
  partialDays: readonly string[];
  settings: QualitySettings;
}

/** One run to judge against its history. */
export interface HistoryInput extends HistorySource {
  /** Every ds that the run rebuilds. */
  daysToTest: readonly string[];
  /** Newest event before this run: a day that was still open then is tested now that it is closed. */
  publishedLastEventAt?: string;
  isFirstPublication: boolean;
  /** Of published days. Those of days under test are judged anew. */
  flags: readonly Flag[];
}

/** A day that was flagged, and what was observed; `flagsOf` makes settings of it. */
export interface FlaggedDay extends Flag {
  observed: number;
}

/** Three flagged days in one direction: the level may have changed for good. */
export interface NewNormalOffer extends NewNormal {
  direction: Flag['direction'];
  /** Flagged days so far. */
  days: number;
}

/** Cells of one check, by host and day. */
export interface JudgedCheck {
  /** Id of the finding. */
  check: string;
  cells: CheckCell[];
}

/** What the statistical checks say of a run. */
export interface HistoryVerdict {
  /** In the order of `checkTexts`. */
  checks: JudgedCheck[];
  watched: readonly Guardrail[];
  /** Days that were due: closed, whole, and rebuilt or newly closed. */
  testedDays: string[];
  /** Flags of the tested days; they take the place of earlier ones of the same days. */
  flags: FlaggedDay[];
  offers: NewNormalOffer[];
}
