import { dateText, dayMs, parseDate } from './sample-calendar.ts';
import { sampleHosts } from './sample-hosts.ts';

/** Faults of real exports, each with what it does and when it does so unless told; all of them can be combined. */
export const sampleFaults = {
  'bad-rows':
    'one record in 200 is broken: an impossible time, a line cut short or too many fields',
  duplicates: 'one record in 50 stands twice, exactly',
  outage: 'www.eczachly.com has no records on the fifth day from the end',
  'signup-collapse':
    'in the last seven days three of five signups fail, and what would follow them',
  'variant-harm': 'the same for those who see the treatment of the experiment only',
  'double-load':
    'the third day from the end comes again in a file of its own, under new request ids',
  'hour-shift': 'on the last day all times are eight hours late, wrapping at midnight',
  'missing-hours': 'the day before the last has no records from 12:00 to 15:00',
  'unknown-actions': 'one human event in 100 has a name that no rule knows (event formats only)',
  'malformed-hosts':
    'one record in 50 has a host that is none: an address, a bare word, a doubled dot',
  'level-change': 'in the last fourteen days there are 1.6 times as many records, for good',
} as const;

export type SampleFault = keyof typeof sampleFaults;

/** A fault on days, and a site, of one's choice. */
export interface PlantedFault {
  fault: SampleFault;
  /** First day it shows, `YYYY-MM-DD`. */
  day: string;
  /** How many days it lasts. Default 1; a `level-change` lasts to the end. */
  days?: number;
  /** The one site it befalls. Default both. */
  host?: string;
  /** Of a `level-change`: new level by old. Default 1.6. */
  factor?: number;
}

/** A fault with its time: from `from` on, before `to` (milliseconds since 1970); host '' for both sites. */
export interface FaultSpan {
  fault: SampleFault;
  from: number;
  to: number;
  host: string;
  factor: number;
}

/** When a fault shows that is not planted: `back` days from the end (1 is the last), for `days`. */
const usualDays: Partial<Record<SampleFault, { back: number; days: number }>> = {
  outage: { back: 5, days: 1 },
  'signup-collapse': { back: 7, days: 7 },
  'variant-harm': { back: 7, days: 7 },
  'double-load': { back: 3, days: 1 },
  'hour-shift': { back: 1, days: 1 },
  'missing-hours': { back: 2, days: 1 },
  'level-change': { back: 14, days: 14 },
};

const usualFactor = 1.6;

function usualSpan(fault: SampleFault, firstDay: number, end: number): FaultSpan {
  const days = (end - firstDay) / dayMs;
  const usual = usualDays[fault] ?? { back: days, days };
  const from = firstDay + Math.max(0, days - usual.back) * dayMs;
  const host = fault === 'outage' ? sampleHosts[0]!.name : '';
  return { fault, from, to: Math.min(end, from + usual.days * dayMs), host, factor: usualFactor };
}

function plantedSpan(planted: PlantedFault, firstDay: number, end: number): FaultSpan {
  const { fault, day, host = '', factor = usualFactor } = planted;
  const from = parseDate(day);
  if (from < firstDay || from >= end) {
    throw new RangeError(`no such day in the sample: ${fault} on ${dateText(from)}`);
  }
  if (host !== '' && !sampleHosts.some(({ name }) => name === host)) {
    throw new RangeError(`no such site in the sample: ${host}`);
  }
  const days = planted.days ?? (fault === 'level-change' ? Infinity : 1);
  return { fault, from, to: Math.min(end, from + days * dayMs), host, factor };
}

/**
 * Gives each fault its time in a sample of `days` days from `firstDay` (milliseconds since 1970) on.
 * @throws RangeError for a day or a site that the sample has not.
 */
export function placeFaults(
  faults: readonly (SampleFault | PlantedFault)[],
  firstDay: number,
  days: number,
): FaultSpan[] {
  const end = firstDay + days * dayMs;
  return faults.map((fault) =>
    typeof fault === 'string' ? usualSpan(fault, firstDay, end) : plantedSpan(fault, firstDay, end),
  );
}

/** Whether a record lies in the fault's days and on its site. */
export function isWithin(event: { time: number; host: string }, span: FaultSpan): boolean {
  return (
    event.time >= span.from &&
    event.time < span.to &&
    (span.host === '' || span.host === event.host)
  );
}
