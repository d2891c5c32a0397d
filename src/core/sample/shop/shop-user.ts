import { type Random, createRandom, integerBetween, mixSeeds, pickOne } from '../random.ts';

/** A customer of the sample shop. */
export interface SampleShopUser {
  id: string;
  first: string;
  last: string;
  phone: string;
  addressId: string;
  street: string;
  zip: string;
  state: string;
  /** Milliseconds since 1970, UTC. */
  createdAt: number;
  /** Whether they come often and like to buy: what the signs of coming back are there to find. */
  isLoyal: boolean;
  /** Milliseconds by which their clock is ahead of UTC. */
  offsetMinutes: number;
}

/** Somebody the website knows, and when it first did. */
export interface KnownUser {
  id: string;
  since: number;
}

const firsts = 'Amal Bo Chidi Dana Elif Farid Grace Hana Ivo Jun Kofi Lena Mina Noor Omar Pia';
const lasts = 'Abara Berg Costa Diaz Eriksen Fofana Gupta Haas Ito Jansen Kim Lopez Moreau Nowak';
const streets = 'Ash Beech Cedar Dogwood Elm Fir Hazel Juniper Larch Maple';
const places: readonly (readonly [state: string, zip: number, offset: number])[] = [
  ['California', 90001, -420],
  ['Washington', 98101, -420],
  ['Colorado', 80201, -360],
  ['Texas', 73301, -300],
  ['Illinois', 60601, -300],
  ['New York', 10001, -240],
  ['Massachusetts', 2108, -240],
  ['Vermont', 5401, -240],
];

/** An id of 32 hex digits in the usual five groups. */
export function drawId(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 0x100000000)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return [0, 8, 12, 16, 20].map((at, i) => hex.slice(at, [8, 12, 16, 20, 32][i])).join('-');
}

/** The customer with this number; `known` where the website knows them: they keep their id. */
export function shopUserOf(
  seed: number,
  number: number,
  createdAt: number,
  known: KnownUser | undefined,
): SampleShopUser {
  const random = createRandom(mixSeeds(seed, number), number);
  const [state, zip, offsetMinutes] = pickOne(random, places);
  const line = String(integerBetween(random, 0, 9999)).padStart(4, '0');
  return {
    id: known?.id ?? drawId(random),
    first: pickOne(random, firsts.split(' ')),
    last: pickOne(random, lasts.split(' ')),
    // One of them left the area code out.
    phone: number === 7 ? `555-${line}` : `${integerBetween(random, 201, 989)}-555-${line}`,
    addressId: drawId(random),
    street: `${integerBetween(random, 1, 980)} ${pickOne(random, streets.split(' '))} Street`,
    zip: String(zip + integerBetween(random, 0, 80)).padStart(5, '0'),
    state,
    createdAt,
    isLoyal: random() < 0.4,
    offsetMinutes,
  };
}
