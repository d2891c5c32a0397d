import { lgam } from 'cephes';
import { createRandom } from '../../../sample/random.ts';
import type { Random } from '../../../sample/random.ts';

export type { Random };
export { createRandom };

/** A standard normal deviate (Box and Muller). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A Poisson count: by multiplication for small means, Hörmann's transformed rejection (PTRS, 1993) for others. */
export function drawPoisson(random: Random, mean: number): number {
  return mean < 12 ? drawSmall(random, mean) : drawLarge(random, mean);
}

function drawSmall(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

function drawLarge(random: Random, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= sure) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const left = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
    if (left <= -mean + k * Math.log(mean) - lgam(k + 1)) return k;
  }
}
