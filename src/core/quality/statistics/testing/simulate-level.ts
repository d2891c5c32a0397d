import { defaultQualitySettings } from '../../settings.ts';
import type { QualitySettings } from '../../settings.ts';
import { backtest } from '../backtest.ts';
import { dayNumber, dsOf } from '../day-number.ts';
import type { HistorySource } from '../history-input.ts';
import { checkIds } from '../statistical-checks.ts';
import { createRandom } from './draw.ts';
import { dailyRates, drawCounts } from './series-source.ts';
import { rowOf } from './simulation-row.ts';
import type { SimulationRow, SimulationSize } from './simulation-row.ts';

const firstDay = dayNumber('2026-01-05');
const days = 112;
const step = 70;

/** Above it a baseline of one day a weekday, which is all there is after a restart, is too little. */
const steadyCv = 0.1;

/** A level that changes for good on one day: how often its hosts alarm from the 14th day after it on; and retired hosts. */
export async function simulateLevel(size: SimulationSize, seed: number): Promise<SimulationRow[]> {
  const hosts = size === 'ci' ? 150 : 600;
  const deviations = size === 'ci' ? [0.05, steadyCv] : [0.05, steadyCv, 0.2];
  const cells = deviations.flatMap((cv) =>
    [0.5, 1.5].flatMap((factor) =>
      [false, true].map((isAccepted) => ({ cv, factor, isAccepted, hosts })),
    ),
  );
  const rows: SimulationRow[] = [];
  for (const [i, cell] of cells.entries()) rows.push(await simulateStep(cell, seed + i));
  return [...rows, await simulateRetired(hosts, seed)];
}

interface StepCell {
  cv: number;
  factor: number;
  /** Whether the person took the new normal that is offered, else all is left to time. */
  isAccepted: boolean;
  hosts: number;
}

async function simulateStep(cell: StepCell, seed: number): Promise<SimulationRow> {
  const { cv, factor, isAccepted, hosts } = cell;
  const source = hostDays(seed, hosts, cv, (day) => (day >= step ? factor : 1));
  const newNormals = isAccepted
    ? [{ check: checkIds.volume, host: '', from: dsOf(firstDay + step) }]
    : [];
  const result = await backtest({
    ...source,
    settings: { ...defaultQualitySettings, newNormals },
  });
  const settled = dsOf(firstDay + step + 14);
  const hits = result.alarms.filter(({ ds }) => ds >= settled).length;
  const change = `${factor > 1 ? '+' : '-'}50 % for good, CV ${cv}`;
  return rowOf(
    {
      check: 'level',
      cell: `${change}, ${isAccepted ? 'new normal taken' : 'left alone'}`,
      measure: 'alarms after 14 days',
    },
    { hits, tested: hosts * (days - step - 14) },
    { atMost: 0.01 },
    cv <= steadyCv ? undefined : 'after a restart the baseline is one day a weekday',
  );
}

async function simulateRetired(hosts: number, seed: number): Promise<SimulationRow> {
  const source = hostDays(seed, hosts, 0.1, (day) => (day >= step ? 0 : 1));
  const from = dsOf(firstDay + step);
  const names = [...new Set(source.rows.map(({ host }) => host))].filter((name) => name !== 'on');
  const settings: QualitySettings = {
    ...defaultQualitySettings,
    retiredHosts: names.map((host) => ({ host, from })),
  };
  const result = await backtest({ ...source, settings });
  const hits = result.alarms.filter(({ ds, host }) => ds >= from && host !== 'on').length;
  const about = { check: 'level' as const, cell: 'retired host', measure: 'alarms' };
  // None at all is the gate; the bound only says of how many days.
  return { ...rowOf(about, { hits, tested: hosts * (days - step) }, undefined), isMet: hits === 0 };
}

/** Rows of many hosts, mean 2,000 a day; one more, `on`, keeps every day present. */
function hostDays(
  seed: number,
  hosts: number,
  cv: number,
  factorOf: (day: number) => number,
): Omit<HistorySource, 'settings'> {
  const rows = Array.from({ length: hosts + 1 }, (_, i) => {
    const random = createRandom(seed, i);
    const { rates } = dailyRates(random, { days, mean: 2000, cv, scenario: 'stationary' });
    const isOn = i === hosts;
    const counts = drawCounts(
      random,
      rates.map((rate, day) => (isOn ? 1000 : rate * factorOf(day))),
    );
    const host = isOn ? 'on' : `h${i}`;
    return counts.map((count, day) => ({
      host,
      ds: dsOf(firstDay + day),
      rows: count,
      all: count,
    }));
  }).flat();
  return {
    rows,
    hours: [],
    watched: [],
    guardrails: [],
    variants: [],
    lastEventAt: `${dsOf(firstDay + days - 1)}T23:59:00Z`,
    partialDays: [],
  };
}
