import { type Random, createRandom, mixSeeds, pickOne } from './random.ts';
import { drawAgent, drawDevice } from './sample-agents.ts';
import { type SampleCountry, drawAddress, pickCountry } from './sample-countries.ts';

/** A person: everything follows from the seed and the number, so a million of them need no memory. */
export interface SampleVisitor {
  key: number;
  country: SampleCountry;
  offsetMinutes: number;
  ip: string;
  userAgent: string;
  anonymousId: string;
  userId: number;
  email: string;
  variant: 'control' | 'treatment';
  /** 0..2: which encoding of a page this browser gets. */
  encoding: number;
  isPhone: boolean;
}

function hex(random: Random): string {
  return Math.floor(random() * 0x100000000)
    .toString(16)
    .padStart(8, '0');
}

/** The visitor with this number; the same for the same seed, always. */
export function visitorOf(seed: number, key: number): SampleVisitor {
  const random = createRandom(mixSeeds(seed, key), key);
  const country = pickCountry(random);
  const device = drawDevice(random, country.phoneShare, country.appleShareOfPhones);
  return {
    key,
    country,
    offsetMinutes: pickOne(random, country.offsets),
    ip: drawAddress(random, country),
    userAgent: drawAgent(random, device),
    anonymousId: `anon-${hex(random)}${hex(random).slice(0, 4)}`,
    userId: 10_000 + key,
    email: `reader${10_000 + key}@example.com`,
    variant: random() < 0.5 ? 'control' : 'treatment',
    encoding: Math.floor(random() * 3),
    isPhone: device === 'iphone' || device === 'android',
  };
}
