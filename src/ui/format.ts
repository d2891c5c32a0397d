import { isolateText } from '../lib/bidi.ts';

const nbsp = '\u00a0';

// The words around are English and count in these digits: a sentence has one kind.
const digits = { numberingSystem: 'latn' } as const;

/** Numbers and dates in the reader's own locale. Dates are days, `YYYY-MM-DD`, and stay the days they are. */
export function createFormat(locale?: string | string[]) {
  const number = (options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { ...digits, ...options });
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      calendar: 'gregory',
      ...digits,
      ...options,
    });
  const exact = number();
  const decimal = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const precise = number({ maximumFractionDigits: 3 });
  const money = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const compact = number({
    notation: 'compact',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const dayMonth = date({ day: 'numeric', month: 'short' });
  const dayMonthYear = date({ day: 'numeric', month: 'short', year: 'numeric' });
  const weekday = date({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const dayName = date({ weekday: 'short' });
  const dayHour = date({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const monthYear = date({ month: 'short', year: 'numeric' });
  const moment = date({ timeZone: undefined, dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, {
    ...digits,
    numeric: 'auto',
    style: 'short',
  });
  const at = (day: string) => new Date(`${day}T00:00:00Z`);
  let regions: Intl.DisplayNames | undefined;

  const format = {
    /** 1,284 */
    exact: (value: number): string => exact.format(value),
    /** At most three decimals, for values whose kind is not known. */
    precise: (value: number): string => precise.format(value),
    /** 1,284.50: an amount, of whatever currency the export is in. */
    money: (value: number): string => money.format(value),
    /** 1,284 below ten thousand, then 12.8k. */
    short(value: number): string {
      if (Math.abs(value) < 10_000) return exact.format(Math.round(value));
      const parts = compact.formatToParts(value);
      // German, for one, has no short word for a thousand.
      if (!parts.some(({ type }) => type === 'compact')) return exact.format(Math.round(value));
      return parts
        .map((part) => (part.type === 'compact' && part.value === 'K' ? 'k' : part.value))
        .join('');
    },
    /** A share of 0..1 with one decimal: 3.4 %. */
    rate: (share: number): string => `${decimal.format(share * 100)}${nbsp}%`,
    /** Two shares as one interval: 2.1-4.3 %. */
    rateRange: (low: number, high: number): string =>
      `${decimal.format(low * 100)}\u2013${decimal.format(high * 100)}${nbsp}%`,
    /** A whole per cent of a share of 0..1; small ones are not rounded to nothing. */
    percent(share: number): string {
      const value = share * 100;
      if (value > 0 && value < 1) return `<${exact.format(1)}${nbsp}%`;
      return `${exact.format(Math.round(value))}${nbsp}%`;
    },
    /** Bytes: 214 MB. */
    bytes(size: number): string {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
      const power = Math.min(units.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
      const value = size / 1000 ** power;
      const options = {
        style: 'unit',
        unit: units[power],
        // The short name of a byte has no plural.
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power > 0 && value < 10 ? 1 : 0,
      } as const;
      return number(options).format(value);
    },
    /** A message as a sentence of its own: errors are written in lower case. */
    sentence: (text: string): string =>
      `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}${/[.!?…]\u2069?$/.test(text) ? '' : '.'}`,
    /** Seconds: 0.4 s, 12 s, 1 min 5 s. */
    duration(seconds: number): string {
      if (seconds < 10) return `${decimal.format(seconds)}${nbsp}s`;
      const whole = Math.round(seconds);
      if (whole < 60) return `${exact.format(whole)}${nbsp}s`;
      return `${exact.format(Math.floor(whole / 60))}${nbsp}min ${exact.format(whole % 60)}${nbsp}s`;
    },
    /** 12 Sep */
    day: (day: string): string => dayMonth.format(at(day)),
    /** Sat, 12 Sep 2026 */
    fullDay: (day: string): string => weekday.format(at(day)),
    /** Mon */
    weekday: (day: string): string => dayName.format(at(day)),
    /** 12 Sep, 14:00 of `YYYY-MM-DDTHH` */
    hour: (point: string): string => dayHour.format(new Date(`${point}:00:00Z`)),
    /** 14:00 of a point, and at midnight the day that begins: 12 Sep */
    hourTick: (point: string): string =>
      point.slice(11, 13) === '00'
        ? dayMonth.format(at(point.slice(0, 10)))
        : `${point.slice(11, 13)}:00`,
    /** Sep 2026 */
    month: (day: string): string => monthYear.format(at(day)),
    /** 1-30 Sep 2026 */
    range: (from: string, to: string): string => dayMonthYear.formatRange(at(from), at(to)),
    /** An ISO instant as the reader's own clock shows it. */
    moment: (instant: string): string => moment.format(new Date(instant)),
    /** How long ago an instant was: 3 minutes ago. */
    ago(instant: string, now: number): string {
      const seconds = (Date.parse(instant) - now) / 1000;
      const steps: [Intl.RelativeTimeFormatUnit, number][] = [
        ['day', 86_400],
        ['hour', 3600],
        ['minute', 60],
      ];
      const step = steps.find(([, length]) => Math.abs(seconds) >= length);
      return step
        ? relative.format(Math.round(seconds / step[1]), step[0])
        : relative.format(0, 'second');
    },
    /** IN as India; what is no country code stays as it is. */
    country(code: string): string {
      if (!/^[A-Z]{2}$/.test(code)) return code;
      regions ??= new Intl.DisplayNames(locale ?? [], { type: 'region' });
      return regions.of(code) ?? code;
    },
  };
  return isolated(format);
}

/** The same formats; what they write from right to left stays apart from the words around it. */
function isolated<F extends Record<string, (...values: never[]) => string>>(format: F): F {
  const kept = Object.entries(format).map(([name, write]) => [
    name,
    (...values: never[]) => isolateText(write(...values)),
  ]);
  return Object.fromEntries(kept) as F;
}

export type Format = ReturnType<typeof createFormat>;

/** The reader's own formats. */
export const format = createFormat();
