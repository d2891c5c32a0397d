/** Conversions, and the hits or signups they come from. */
export interface Rate {
  conversions: number;
  exposure: number;
}

/** A share of the exposure, or a ratio of two counts that can exceed 1 (then counts are taken as Poisson). */
export type RateKind = 'proportion' | 'ratio';

/** The pooled z of two rates, below 0 where `now` is lower: two-proportion test, or its Poisson counterpart. */
export function pooledZ(now: Rate, base: Rate, kind: RateKind): number {
  const pooled = (now.conversions + base.conversions) / (now.exposure + base.exposure);
  const variance = varianceOf(pooled, kind) * (1 / now.exposure + 1 / base.exposure);
  const gap = now.conversions / now.exposure - base.conversions / base.exposure;
  return variance > 0 ? gap / Math.sqrt(variance) : 0;
}

/** (observed - expected)^2 / variance of one day; undefined where none could convert. */
export function residualSquared(
  { conversions, exposure }: Rate,
  rate: number,
  kind: RateKind,
): number | undefined {
  const variance = exposure * varianceOf(rate, kind);
  return variance > 0 ? (conversions - exposure * rate) ** 2 / variance : undefined;
}

function varianceOf(rate: number, kind: RateKind): number {
  return kind === 'ratio' || rate >= 1 ? rate : rate * (1 - rate);
}
