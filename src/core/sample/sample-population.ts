import { type Random, mixSeeds } from './random.ts';

/** What is remembered of a person with an account; nobody else needs memory. */
interface SampleAccount {
  /** Moment of the signup; -Infinity for members from before the first day. */
  since: number;
  purchases: number;
}

interface DrawnVisitor {
  key: number;
  returning: boolean;
}

/** Who comes by: new people, and people seen before, the recent ones and a loyal few more often. */
export interface SamplePopulation {
  draw(random: Random, host: number): DrawnVisitor;
  accountOf(key: number, at: number): SampleAccount | undefined;
  /** Whether no signup of this person is known, earlier or later: a day's visits are not drawn in order. */
  isStranger(key: number): boolean;
  remember(key: number, event: 'signup' | 'purchase', at: number): void;
}

const newShare = 0.32;
const otherHostShare = 0.06;
const loyalShare = 0.12;
const usualMemberShare = 0.03;

/**
 * @param seenBefore people each host knew before the first day, a number per host.
 * @param memberShare how many of those have an account, 0..1.
 */
export function createPopulation(
  seed: number,
  seenBefore: readonly number[],
  memberShare: number = usualMemberShare,
): SamplePopulation {
  const hosts = seenBefore.length;
  const known = [...seenBefore];
  const accounts = new Map<number, SampleAccount>();

  const isMember = (key: number): boolean =>
    Math.floor(key / hosts) < (seenBefore[key % hosts] as number) &&
    mixSeeds(seed ^ 0x51ed270b, key) / 4294967296 < memberShare;

  const drawKnown = (random: Random, host: number): number => {
    const count = known[host] as number;
    if (random() < loyalShare) return Math.floor(random() * Math.max(1, count * 0.02));
    const u = random();
    return count - 1 - Math.floor(u * u * count);
  };

  return {
    draw(random, host) {
      const count = known[host] as number;
      if (count === 0 || random() < newShare) {
        known[host] = count + 1;
        return { key: count * hosts + host, returning: false };
      }
      const crossing = hosts > 1 && random() < otherHostShare;
      const home = crossing ? (host + 1) % hosts : host;
      if (known[home] === 0)
        return { key: drawKnown(random, host) * hosts + host, returning: true };
      return { key: drawKnown(random, home) * hosts + home, returning: true };
    },
    accountOf(key, at) {
      const account = accounts.get(key);
      if (account) return account.since < at ? account : undefined;
      return isMember(key) ? { since: -Infinity, purchases: 0 } : undefined;
    },
    isStranger: (key) => !accounts.has(key) && !isMember(key),
    remember(key, event, at) {
      const account = accounts.get(key);
      if (event === 'signup') accounts.set(key, { since: at, purchases: 0 });
      else if (account) account.purchases++;
      else accounts.set(key, { since: -Infinity, purchases: 1 });
    },
  };
}
