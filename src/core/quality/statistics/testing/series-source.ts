import { drawNormal, drawPoisson } from './draw.ts';
import type { Random } from './draw.ts';

export type Scenario = 'stationary' | 'trend' | 'autocorrelated' | 'holiday';
export const scenarios: Scenario[] = ['stationary', 'trend', 'autocorrelated', 'holiday'];

/** Monday first. */
export const weekdayShape = [1.06, 1.14, 1.12, 1.06, 0.94, 0.76, 0.84];

/** Day factors with mean 1 and the given coefficient of variation: lognormal, with correlation 0.4 where asked for. */
export function dayFactors(random: Random, cv: number, scenario: Scenario): () => number {
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  const carry = scenario === 'autocorrelated' ? 0.4 : 0;
  let state = drawNormal(random);
  return () => {
    state = carry * state + Math.sqrt(1 - carry * carry) * drawNormal(random);
    return Math.exp(sigma * state - (sigma * sigma) / 2);
  };
}

/** Rates of one host's days: weekday shape, day-to-day factor, trend of 1 % a week, a week at half in a holiday. */
export function dailyRates(
  random: Random,
  options: { days: number; mean: number; cv: number; scenario: Scenario },
): { rates: number[]; isHoliday: boolean[] } {
  const { days, mean, cv, scenario } = options;
  const factor = dayFactors(random, cv, scenario);
  const start = 21 + Math.floor(random() * (days - 42));
  const isHoliday = Array.from(
    { length: days },
    (_, day) => scenario === 'holiday' && day >= start && day < start + 7,
  );
  const rates = isHoliday.map((isOff, day) => {
    const growth = scenario === 'trend' ? 1.01 ** (day / 7) : 1;
    return mean * (weekdayShape[day % 7] as number) * growth * (isOff ? 0.5 : 1) * factor();
  });
  return { rates, isHoliday };
}

/** Poisson counts of rates. */
export function drawCounts(random: Random, rates: readonly number[]): number[] {
  return rates.map((rate) => drawPoisson(random, rate));
}
