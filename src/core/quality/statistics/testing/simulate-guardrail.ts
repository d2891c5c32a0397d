import { judgeGuardrail } from '../judge-guardrail.ts';
import type { RateKind } from '../two-rates.ts';
import { createRandom, drawPoisson } from './draw.ts';
import type { Random } from './draw.ts';
import { replay, withValue } from './replay.ts';
import { dayFactors } from './series-source.ts';
import type { Scenario } from './series-source.ts';
import { Tally, falseError, falseWarn, isAlarm, rowOf } from './simulation-row.ts';
import type { SimulationRow, SimulationSize } from './simulation-row.ts';

interface Cell {
  kind: RateKind;
  /** Conversions a day. */
  conversions: number;
  /** Day-to-day coefficient of variation of the rate itself, beyond counting. */
  cv: number;
  scenario: Scenario;
}

const days = 84;
const warmUp = 42;
/** Above it a rate wanders by itself more than V3 allows for. */
const steadyCv = 0.05;

/** V3: false alarms, and the power of a single day at half its rate. */
export function simulateGuardrail(size: SimulationSize, seed: number): SimulationRow[] {
  const series = size === 'ci' ? 245 : 900;
  return cells(size).flatMap((cell, i) => simulateCell(cell, series, seed + i * 100_003));
}

function cells(size: SimulationSize): Cell[] {
  const kinds: RateKind[] = ['proportion', 'ratio'];
  const counts = size === 'ci' ? [100, 1000] : [10, 30, 100, 500, 2000];
  const deviations = size === 'ci' ? [steadyCv, 0.1] : [0, steadyCv, 0.1, 0.2];
  const own: Scenario[] = size === 'ci' ? ['stationary'] : ['stationary', 'autocorrelated'];
  return kinds.flatMap((kind) =>
    own.flatMap((scenario) =>
      counts.flatMap((conversions) =>
        deviations.map((cv) => ({ kind, conversions, cv, scenario })),
      ),
    ),
  );
}

type Tallies = Record<'warn' | 'error' | 'half', Tally>;

function simulateCell(cell: Cell, series: number, seed: number): SimulationRow[] {
  const tallies: Tallies = { warn: new Tally(), error: new Tally(), half: new Tally() };
  for (let i = 0; i < series; i++) simulateSeries(cell, createRandom(seed, i), tallies);
  const { kind, conversions, cv, scenario } = cell;
  const name = `${kind}, ${scenario}, ${conversions.toLocaleString('en')} a day, CV ${cv}`;
  const about = (measure: string) => ({ check: 'V3' as const, cell: name, measure });
  const isSteady = cv <= steadyCv;
  const capped = isSteady ? undefined : whyTooMany(cell);
  const faint = isSteady ? undefined : 'half the rate is not far out of such scatter';
  const power = conversions >= 100 ? { atLeast: 0.85 } : undefined;
  return [
    rowOf(about('false warn'), tallies.warn, falseWarn, capped),
    rowOf(about('false error'), tallies.error, falseError, capped),
    rowOf(about('-50 % of one day'), tallies.half, power, faint),
  ];
}

/** Tried with a cap that grows with the scatter: false alarms of large cells then stay within the gates, of small ones not. */
function whyTooMany({ scenario, conversions }: Cell): string {
  return scenario === 'autocorrelated' && conversions < 50
    ? 'the days of a window of seven are taken as independent'
    : 'residuals are capped at 9, which understates such scatter';
}

function simulateSeries(cell: Cell, random: Random, tallies: Tallies): void {
  const { kind, scenario, cv } = cell;
  const rate = kind === 'ratio' ? 0.3 : 0.02;
  const wander = dayFactors(random, cv, scenario);
  const volume = dayFactors(random, 0.1, 'stationary');
  const exposure = Array.from({ length: days }, () =>
    drawPoisson(random, (cell.conversions / rate) * volume()),
  );
  const rates = exposure.map(() => rate * wander());
  const draw = (day: number, factor: number) => {
    const mean = (exposure[day] as number) * (rates[day] as number) * factor;
    return drawPoisson(random, mean);
  };
  const conversions = exposure.map((_, day) => draw(day, 1));
  const isUsable = exposure.map(() => true);
  const judge = (day: number, isHistory: boolean[]) =>
    judgeGuardrail({ conversions, exposure, isHistory, isUsable, kind }, day);
  replay(isUsable, warmUp, judge, (day, { status }, isHistory) => {
    tallies.warn.add(isAlarm(status));
    tallies.error.add(status === 'error');
    if (day % 8 !== 0) return;
    const halved = draw(day, 0.5);
    tallies.half.add(
      isAlarm(withValue(conversions, day, halved, () => judge(day, isHistory).status)),
    );
  });
}
