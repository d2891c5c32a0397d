/** A source of numbers in [0, 1). The same seeds always give the same numbers, in every engine. */
export type Random = () => number;

/** Mixes two 32-bit numbers into one; used to derive a visitor's own seed from its number. */
export function mixSeeds(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** A 32-bit hash of a text (FNV-1a): stable sizes per path, stable picks per name. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Chris Doty-Humphrey's small fast counter generator (sfc32): integer steps only, 128-bit state. */
export function createRandom(seedA: number, seedB = 0): Random {
  let a = seedA | 0;
  let b = seedB | 0;
  let c = 0x2545f491;
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** An integer in [low, high], both included. */
export function integerBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of the items, each equally likely. */
export function pickOne<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** Weighted choice: built once, asked often. */
export function weightedChoice<T>(entries: readonly (readonly [T, number])[]): (r: Random) => T {
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  const last = entries.length - 1;
  const limits: number[] = [];
  let sum = 0;
  for (const [, weight] of entries) limits.push((sum += weight / total));
  return (random) => {
    const u = random();
    let i = 0;
    while (i < last && u >= (limits[i] as number)) i++;
    return (entries[i] as readonly [T, number])[0];
  };
}

/** About normal with mean 0 and deviation 1, from sums only, so that every engine agrees. */
export function aboutNormal(random: Random): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += random();
  return sum - 6;
}
