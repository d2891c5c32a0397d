import { judgeVolume } from '../judge-volume.ts';
import { createRandom, drawPoisson } from './draw.ts';
import { replay, withValue } from './replay.ts';
import { dailyRates, drawCounts, scenarios } from './series-source.ts';
import type { Scenario } from './series-source.ts';
import { Tally, falseError, falseWarn, isAlarm, rowOf } from './simulation-row.ts';
import type { SimulationRow, SimulationSize } from './simulation-row.ts';

interface Cell {
  mean: number;
  cv: number;
  scenario: Scenario;
}

const days = 84;
const warmUp = 28;

/** V1 with four weeks of history and more: false alarms in every cell, power where the gates ask for it. */
export function simulateVolume(size: SimulationSize, seed: number): SimulationRow[] {
  return cells(size).flatMap((cell, i) => {
    const hosts = size === 'full' ? 900 : cell.scenario === 'holiday' ? 210 : 190;
    return simulateCell(cell, hosts, seed + i * 100_003);
  });
}

/** CI crosses all means and deviations where nothing else moves, and the corners where something does. */
function cells(size: SimulationSize): Cell[] {
  const means = size === 'ci' ? [100, 2000, 50_000] : [100, 300, 1000, 10_000, 50_000];
  const deviations = size === 'ci' ? [0.05, 0.1, 0.2] : [0.05, 0.1, 0.15, 0.2];
  const all = scenarios.flatMap((scenario) =>
    means.flatMap((mean) => deviations.map((cv) => ({ mean, cv, scenario }))),
  );
  const isCorner = ({ mean, cv }: Cell) => mean !== 2000 && cv !== 0.1;
  return all.filter((cell) => size === 'full' || cell.scenario === 'stationary' || isCorner(cell));
}

function simulateCell(cell: Cell, hosts: number, seed: number): SimulationRow[] {
  const tallies = {
    warn: new Tally(),
    error: new Tally(),
    outage: new Tally(),
    half: new Tally(),
    twice: new Tally(),
  };
  for (let host = 0; host < hosts; host++) simulateHost(cell, createRandom(seed, host), tallies);
  const about = (measure: string) => ({ check: 'V1' as const, cell: nameOf(cell), measure });
  const hasPower = cell.mean >= 1000 && cell.cv <= 0.1;
  const power = hasPower ? { atLeast: 0.9 } : undefined;
  return [
    rowOf(about('false warn'), tallies.warn, falseWarn),
    rowOf(about('false error'), tallies.error, falseError),
    rowOf(about('outage'), tallies.outage, { atLeast: 0.999 }),
    rowOf(about('-50 %'), tallies.half, power),
    rowOf(about('file twice'), tallies.twice, power),
  ];
}

function nameOf({ mean, cv, scenario }: Cell): string {
  return `${scenario}, mean ${mean.toLocaleString('en')}, CV ${cv}`;
}

type Tallies = Record<'warn' | 'error' | 'outage' | 'half' | 'twice', Tally>;

function simulateHost(cell: Cell, random: () => number, tallies: Tallies): void {
  const { rates, isHoliday } = dailyRates(random, { days, ...cell });
  const counts = drawCounts(random, rates);
  // A holiday is annotated: no part of history, and no false alarm.
  const isWhole = isHoliday.map((isOff) => !isOff);
  replay(
    isWhole,
    warmUp,
    (day, isHistory) => judgeVolume({ counts, isHistory }, day),
    (day, { status }, isHistory) => {
      tallies.warn.add(isAlarm(status));
      tallies.error.add(status === 'error');
      if (day % 8 !== 0) return;
      const statusWith = (count: number) =>
        withValue(counts, day, count, () => judgeVolume({ counts, isHistory }, day).status);
      tallies.outage.add(statusWith(0) === 'error');
      tallies.half.add(isAlarm(statusWith(drawPoisson(random, (rates[day] as number) / 2))));
      tallies.twice.add(isAlarm(statusWith(2 * (counts[day] as number))));
    },
  );
}
