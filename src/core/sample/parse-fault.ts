import { parseDate } from './sample-calendar.ts';
import { type PlantedFault, type SampleFault, sampleFaults } from './sample-faults.ts';

/** How a fault is written, for usage texts. */
export const faultSyntax = 'NAME[,day=YYYY-MM-DD[,days=N][,host=SITE][,factor=X]]';

const settings = ['day', 'days', 'host', 'factor'] as const;
type Setting = (typeof settings)[number];

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`not a number above 0: ${name}=${text}`);
  return value;
}

function wholeDays(text: string | undefined): number | undefined {
  const days = positive('days', text);
  if (days !== undefined && !Number.isInteger(days)) {
    throw new RangeError(`not a count of days: days=${text}`);
  }
  return days;
}

function readSettings(words: readonly string[]): Map<Setting, string> {
  return new Map(
    words.map((word) => {
      const [name = '', ...rest] = word.split('=');
      const setting = settings.find((known) => known === name);
      if (setting === undefined || rest.length === 0) {
        throw new RangeError(`not a setting of a fault: ${word}`);
      }
      return [setting, rest.join('=')];
    }),
  );
}

/**
 * A fault as a person writes it: `outage`, or `outage,day=2026-09-20,host=www.eczachly.com`.
 * @throws RangeError with what is wrong.
 */
export function parseFault(text: string): SampleFault | PlantedFault {
  const [name, ...words] = text.split(',');
  const fault = (Object.keys(sampleFaults) as SampleFault[]).find((known) => known === name);
  if (fault === undefined) throw new RangeError(`unknown fault: ${name}`);
  if (words.length === 0) return fault;
  const said = readSettings(words);
  const day = said.get('day');
  if (day === undefined) throw new RangeError(`a fault with settings needs its day: ${text}`);
  parseDate(day);
  const days = wholeDays(said.get('days'));
  const factor = positive('factor', said.get('factor'));
  const host = said.get('host');
  return { fault, day, ...(days && { days }), ...(host && { host }), ...(factor && { factor }) };
}
