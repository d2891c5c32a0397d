import { defaultQualitySettings } from '../../settings.ts';
import { dayNumber, dsOf } from '../day-number.ts';
import type { Guardrail, HistoryInput } from '../history-input.ts';
import { createRandom, drawPoisson } from './draw.ts';
import { weekdayShape } from './series-source.ts';

const firstDay = dayNumber('2026-01-05');
const shape = [
  9, 5, 3, 2, 2, 4, 9, 18, 32, 45, 52, 50, 44, 48, 50, 48, 44, 42, 42, 46, 52, 50, 38, 20,
];
const shapeSum = shape.reduce((a, b) => a + b, 0);

/** The ds of a day of a made history; day 0 is Monday 2026-01-05. */
export function madeDay(day: number): string {
  return dsOf(firstDay + day);
}

/** The guardrails of a made history: what sign up of the hits, what buy of the signups. */
const madeGuardrails: Guardrail[] = [
  {
    name: 'signup_conversion_rate',
    label: 'Signup conversion',
    definition: 'Signups / website hits',
    kind: 'proportion',
  },
  {
    name: 'purchase_conversion_rate',
    label: 'Purchase conversion',
    definition: 'Purchases / signups',
    kind: 'ratio',
  },
];

function conversionsOf<T extends { hits: number; signups: number; purchases: number }>(counted: T) {
  const { hits, signups, purchases, ...day } = counted;
  const [signupRate, purchaseRate] = madeGuardrails.map(({ name }) => name) as [string, string];
  return [
    { ...day, metric: signupRate, conversions: signups, exposure: hits },
    { ...day, metric: purchaseRate, conversions: purchases, exposure: signups },
  ];
}

/** What a day of a made history is told to be: factors of what is usual. */
export interface MadeFault {
  rows?: number;
  signups?: number;
  purchases?: number;
  signupsOfB?: number;
}

/**
 * A history of `days` days of two hosts, 2,000 and 600 rows a day, with an experiment of two variants; the last day is
 * tested. `faults` is asked for each host and day.
 */
export function madeHistory(
  days: number,
  faults: (host: string, day: number) => MadeFault = () => ({}),
): HistoryInput {
  const random = createRandom(7);
  const grid = ['a.example.com', 'b.example.com'].flatMap((host, i) =>
    Array.from({ length: days }, (_, day) => {
      const fault = faults(host, day);
      const usual = [2000, 600][i]! * (weekdayShape[day % 7] as number) * (fault.rows ?? 1);
      const rows = drawPoisson(random, usual);
      const signups = drawPoisson(random, rows * 0.08 * (fault.signups ?? 1));
      const purchases = drawPoisson(random, signups * 0.6 * (fault.purchases ?? 1));
      return {
        host,
        ds: madeDay(day),
        rows,
        all: Math.round(rows * 1.1),
        hits: rows,
        signups,
        purchases,
      };
    }),
  );
  const hours = Array.from({ length: days }, (_, day) => {
    const total = grid
      .filter(({ ds }) => ds === madeDay(day))
      .reduce((sum, { rows }) => sum + rows, 0);
    const counts = shape.map((share) => drawPoisson(random, (total * share) / shapeSum));
    return { ds: madeDay(day), counts };
  });
  const variants = Array.from({ length: days }, (_, day) =>
    ['control', 'B'].map((variant) => {
      const factor = variant === 'B' ? (faults('', day).signupsOfB ?? 1) : 1;
      const signups = drawPoisson(random, 80 * factor);
      const purchases = drawPoisson(random, signups * 0.6);
      return { ds: madeDay(day), experiment: 'form', variant, hits: 1000, signups, purchases };
    }),
  ).flat();
  return {
    rows: grid.filter(({ all }) => all > 0),
    hours,
    watched: madeGuardrails,
    guardrails: grid.flatMap(conversionsOf),
    variants: variants.flatMap(conversionsOf),
    lastEventAt: `${madeDay(days - 1)}T23:58:00.000Z`,
    partialDays: [],
    settings: defaultQualitySettings,
    daysToTest: [madeDay(days - 1)],
    isFirstPublication: false,
    flags: [],
  };
}
