import type { MappingAnswers, Question, TimeFormat } from './mapping.ts';

/** How a column's times are written, and what is doubtful about it. */
export interface TimeGuess {
  format: TimeFormat;
  /** Share of the values that are written so. */
  share: number;
  /** True when most values say their offset (or are epochs, which need none). */
  hasOffset: boolean;
  /** False when no value says more than a day. */
  hasClock: boolean;
  question?: Question;
  note?: string;
}

type Kind = TimeFormat | 'slashed';

const months = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const kinds: { kind: Kind; pattern: RegExp }[] = [
  { kind: 'log', pattern: /^\[?\d{1,2}\/[A-Za-z]{3}\/\d{4}[: ]\d{2}:\d{2}:\d{2}/ },
  { kind: 'iso', pattern: /^\d{4}-\d{1,2}-\d{1,2}(?:$|[T ]\d{1,2}(?::?\d{2}))|^\d{8}T\d{6}/ },
  {
    kind: 'ymd',
    pattern:
      /^\d{4}[/.]\d{1,2}[/.]\d{1,2}(?:$|[ ,])|^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/,
  },
  {
    kind: 'epoch',
    pattern: /^(?:\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.\d+)?$|^\d\.\d+[eE]\+?(?:9|12|15)$/,
  },
  { kind: 'slashed', pattern: /^\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?:$|[ ,])/ },
  {
    kind: 'month-name',
    pattern: new RegExp(`^(?:[a-z]{3,9},? )?(?:${months} \\d{1,2}|\\d{1,2}[ -]${months})\\b`, 'i'),
  },
];

/** Tells how times are written from sample values; null when they are no times. */
export function guessTimeFormat(
  values: readonly string[],
  answers: Pick<MappingAnswers, 'dateOrder'>,
): TimeGuess | null {
  const trimmed = values.map((value) => value.trim());
  const counted = kinds
    .map(({ kind, pattern }) => ({
      kind,
      count: trimmed.filter((value) => pattern.test(value)).length,
    }))
    .sort((a, b) => b.count - a.count)[0];
  if (counted === undefined || counted.count === 0) return null;
  const share = counted.count / trimmed.length;
  const hasOffset = counted.kind === 'epoch' || mostHaveOffset(trimmed);
  const hasClock =
    counted.kind === 'epoch' || trimmed.some((value) => /\d:\d\d|T\d{2}|\d ?[ap]m\b/i.test(value));
  if (counted.kind !== 'slashed') return { format: counted.kind, share, hasOffset, hasClock };
  return { ...dateOrder(trimmed, answers.dateOrder), share, hasOffset, hasClock };
}

function mostHaveOffset(values: string[]): boolean {
  const offset = /:\d{2}.*(?:[zZ]|[+-]\d{2}(?::?\d{2})?|UTC|GMT)$|T\d{6}(?:Z|[+-]\d{4})$/;
  return values.filter((value) => offset.test(value)).length * 2 > values.length;
}

function dateOrder(
  values: string[],
  given: MappingAnswers['dateOrder'],
): { format: TimeFormat; question?: Question; note?: string } {
  if (given === 'mdy' || given === 'dmy') return { format: given };
  const dates = values
    .map((value) => /^(\d{1,2})([/.-])(\d{1,2})[/.-]/.exec(value))
    .filter((found) => found !== null);
  const dayFirst = dates.find(([, first]) => Number(first) > 12);
  const monthFirst = dates.find(([, , , second]) => Number(second) > 12);
  if (dayFirst !== undefined && monthFirst === undefined) {
    return {
      format: 'dmy',
      note: `dates are read day first: only so can ${dayFirst[0].slice(0, -1)} be a date`,
    };
  }
  if (monthFirst !== undefined && dayFirst === undefined) {
    return {
      format: 'mdy',
      note: `dates are read month first: only so can ${monthFirst[0].slice(0, -1)} be a date`,
    };
  }
  if (dates.length > 0 && dates.every(([, , separator]) => separator === '.')) {
    return { format: 'dmy', note: 'dates with dots are read day first' };
  }
  const example = dates[0]?.[0].slice(0, -1) ?? '';
  return {
    format: 'dmy',
    question: {
      option: 'date-order',
      message: `Does the day or the month come first in dates like ${example}?`,
    },
  };
}
