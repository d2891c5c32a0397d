import { judgeHours } from '../judge-hours.ts';
import { createRandom, drawNormal, drawPoisson } from './draw.ts';
import type { Random } from './draw.ts';
import { replay, withValue } from './replay.ts';
import { dayFactors } from './series-source.ts';
import { Tally, falseError, falseWarn, isAlarm, rowOf } from './simulation-row.ts';
import type { SimulationRow, SimulationSize } from './simulation-row.ts';

interface Cell {
  pattern: keyof typeof patterns;
  total: number;
  /** Deviation of each hour of each day from its pattern, beyond counting. */
  noise: number;
}

/** `waking`: people of one part of the world. `gentle`: of all, a wave of 60 %; three hours' shift moves 15 % of events. */
const patterns = {
  waking: [9, 5, 3, 2, 2, 4, 9, 18, 32, 45, 52, 50, 44, 48, 50, 48, 44, 42, 42, 46, 52, 50, 38, 20],
  gentle: Array.from({ length: 24 }, (_, hour) => 1 + 0.6 * Math.sin((2 * Math.PI * hour) / 24)),
};
const days = 98;
const warmUp = 35;

/** V2: false alarms; cuts of three hours and more that usually hold 8 events each; shifts of 3 to 21 hours. */
export function simulateHours(size: SimulationSize, seed: number): SimulationRow[] {
  const series = size === 'ci' ? 165 : 600;
  return cells(size).flatMap((cell, i) => simulateCell(cell, series, seed + i * 100_003));
}

function cells(size: SimulationSize): Cell[] {
  const names = ['waking', 'gentle'] as const;
  const totals = size === 'ci' ? [500, 20_000] : [250, 500, 1000, 5000, 50_000];
  const noises = size === 'ci' ? [0.1] : [0, 0.05, 0.15];
  return names.flatMap((pattern) =>
    totals.flatMap((total) => noises.map((noise) => ({ pattern, total, noise }))),
  );
}

type Tallies = Record<'warn' | 'error' | 'cut' | 'faint' | 'shift', Tally>;

function simulateCell(cell: Cell, series: number, seed: number): SimulationRow[] {
  const tallies: Tallies = {
    warn: new Tally(),
    error: new Tally(),
    cut: new Tally(),
    faint: new Tally(),
    shift: new Tally(),
  };
  for (let i = 0; i < series; i++) simulateSeries(cell, createRandom(seed, i), tallies);
  const { pattern, total, noise } = cell;
  const name = `${pattern}, N ${total.toLocaleString('en')}, noise ${noise}`;
  const about = (measure: string) => ({ check: 'V2' as const, cell: name, measure });
  const power = total >= 500 ? { atLeast: 0.99 } : undefined;
  const tooGentle =
    pattern === 'gentle' && total <= 1000 ? 'three hours move 15 % of so gentle a wave' : undefined;
  const rows = [
    rowOf(about('false warn'), tallies.warn, falseWarn),
    rowOf(about('false error'), tallies.error, falseError),
    rowOf(about('shift of 3 h or more'), tallies.shift, power, tooGentle),
  ];
  const tooFew = 'hours that hold fewer than 9 events are not missed';
  if (tallies.cut.tested > 0) rows.push(rowOf(about('cut, 9 an hour or more'), tallies.cut, power));
  if (tallies.faint.tested > 0)
    rows.push(rowOf(about('cut, fewer in some hour'), tallies.faint, power, tooFew));
  return rows;
}

function simulateSeries(cell: Cell, random: Random, tallies: Tallies): void {
  const rates = drawRates(cell, random);
  const counts = rates.map((hours) => hours.map((rate) => drawPoisson(random, rate)));
  const isWhole = counts.map(() => true);
  replay(
    isWhole,
    warmUp,
    (day, isHistory) => judgeHours({ days: counts, isHistory, firstDay: 0 }, day),
    (day, { status }, isHistory) => {
      tallies.warn.add(isAlarm(status));
      tallies.error.add(status === 'error');
      if (day % 6 !== 0) return;
      const isSeen = (hours: number[]) =>
        withValue(counts, day, hours, () =>
          isAlarm(judgeHours({ days: counts, isHistory, firstDay: 0 }, day).status),
        );
      const shift = 3 + Math.floor(random() * 19);
      tallies.shift.add(isSeen(rolled(rates[day] as number[], shift, random)));
      const cut = cutOf(cell, counts[day] as number[], random);
      tallies[cut.isFaint ? 'faint' : 'cut'].add(isSeen(cut.hours));
    },
  );
}

function drawRates({ pattern, total, noise }: Cell, random: Random): number[][] {
  const shape = patterns[pattern];
  const sum = shape.reduce((a, b) => a + b, 0);
  const factor = dayFactors(random, 0.1, 'stationary');
  return Array.from({ length: days }, () => {
    const volume = (total * factor()) / sum;
    return shape.map((share) => volume * share * Math.exp(noise * drawNormal(random)));
  });
}

function rolled(rates: number[], by: number, random: Random): number[] {
  return rates.map((_, hour) => drawPoisson(random, rates[(hour - by + 24) % 24] as number));
}

/** A day with 3 to 6 hours cut out. Faint: too few events are usual in one of them to miss them. */
function cutOf({ pattern, total }: Cell, counts: number[], random: Random) {
  const length = 3 + Math.floor(random() * 4);
  const from = Math.floor(random() * (25 - length));
  const shape = patterns[pattern];
  const sum = shape.reduce((a, b) => a + b, 0);
  const isCut = (hour: number) => hour >= from && hour < from + length;
  const isFaint = shape.some((share, hour) => isCut(hour) && (share / sum) * total < 9);
  return { isFaint, hours: counts.map((count, hour) => (isCut(hour) ? 0 : count)) };
}
