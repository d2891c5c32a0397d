import { type Random, integerBetween, pickOne, weightedChoice } from './random.ts';

/** First octet, then the second octet's first and last value: publicly known allocations of access providers. */
type Ipv4Block = readonly [first: number, low: number, high: number];
/** First group, then the second group's first and last value. */
type Ipv6Block = readonly [first: number, low: number, high: number];

export interface SampleCountry {
  code: string;
  /** Minutes ahead of UTC in late summer; one is drawn per visitor. */
  offsets: readonly number[];
  phoneShare: number;
  appleShareOfPhones: number;
  ipv4: readonly Ipv4Block[];
  ipv6: readonly Ipv6Block[];
  ipv6Share: number;
}

function country(
  code: string,
  offsetHours: readonly number[],
  [phoneShare, appleShareOfPhones, ipv6Share]: readonly [number, number, number],
  ipv4: readonly Ipv4Block[],
  ipv6: readonly Ipv6Block[],
): SampleCountry {
  const offsets = offsetHours.map((hours) => hours * 60);
  return { code, offsets, phoneShare, appleShareOfPhones, ipv6Share, ipv4, ipv6 };
}

const entries: readonly (readonly [SampleCountry, number])[] = [
  [
    country(
      'US',
      [-4, -4, -5, -5, -6, -7, -7],
      [0.38, 0.6, 0.15],
      [
        [73, 0, 255],
        [174, 192, 255],
        [98, 192, 255],
        [24, 0, 15],
        [68, 32, 63],
      ],
      [[0x2601, 0x9000, 0xb0ff]],
    ),
    36,
  ],
  [
    country(
      'IN',
      [5.5],
      [0.58, 0.06, 0.22],
      [
        [117, 192, 255],
        [106, 192, 223],
        [157, 32, 51],
        [49, 32, 47],
        [223, 176, 191],
      ],
      [[0x2409, 0x4000, 0x43ff]],
    ),
    17,
  ],
  [
    country(
      'GB',
      [1],
      [0.4, 0.52, 0.1],
      [
        [86, 128, 191],
        [90, 192, 223],
        [81, 128, 159],
        [86, 0, 31],
      ],
      [[0x2a00, 0x23c0, 0x23ff]],
    ),
    8,
  ],
  [
    country(
      'DE',
      [2],
      [0.34, 0.38, 0.2],
      [
        [91, 0, 63],
        [93, 192, 255],
        [87, 128, 191],
        [84, 128, 191],
        [79, 192, 255],
      ],
      [[0x2003, 0x00c0, 0x00ff]],
    ),
    6,
  ],
  [
    country(
      'BR',
      [-3],
      [0.52, 0.18, 0.14],
      [
        [179, 200, 234],
        [191, 168, 210],
        [189, 108, 125],
      ],
      [[0x2804, 0x0d40, 0x0d5f]],
    ),
    6,
  ],
  [
    country(
      'CA',
      [-4, -4, -6, -7],
      [0.36, 0.58, 0.06],
      [
        [99, 208, 255],
        [70, 64, 82],
        [24, 76, 87],
        [142, 112, 127],
      ],
      [[0x2600, 0x1600, 0x16ff]],
    ),
    5,
  ],
  [
    country(
      'NG',
      [1],
      [0.7, 0.12, 0.02],
      [
        [105, 112, 127],
        [102, 88, 95],
      ],
      [[0x2c0f, 0x26c0, 0x26cf]],
    ),
    4,
  ],
  [
    country(
      'FR',
      [2],
      [0.38, 0.36, 0.16],
      [
        [92, 128, 191],
        [90, 0, 63],
        [86, 192, 223],
      ],
      [[0x2a01, 0xc000, 0xc9ff]],
    ),
    3,
  ],
  [
    country(
      'NL',
      [2],
      [0.34, 0.42, 0.1],
      [
        [77, 160, 175],
        [86, 80, 89],
      ],
      [[0x2001, 0x1c00, 0x1dff]],
    ),
    2.5,
  ],
  [
    country(
      'AU',
      [10, 10, 8],
      [0.38, 0.58, 0.08],
      [
        [1, 120, 159],
        [101, 160, 191],
        [58, 160, 175],
      ],
      [[0x2001, 0x8000, 0x9fff]],
    ),
    2.5,
  ],
  [
    country(
      'PL',
      [2],
      [0.36, 0.2, 0.05],
      [
        [83, 0, 31],
        [89, 64, 79],
      ],
      [[0x2a01, 0x1000, 0x17ff]],
    ),
    2,
  ],
  [
    country(
      'ES',
      [2],
      [0.42, 0.26, 0.04],
      [
        [88, 0, 31],
        [81, 32, 47],
      ],
      [[0x2a02, 0x9000, 0x91ff]],
    ),
    1.5,
  ],
  [country('SG', [8], [0.42, 0.4, 0.04], [[116, 86, 88]], [[0x2401, 0x3d00, 0x3d0f]]), 1],
  [
    country(
      'PH',
      [8],
      [0.6, 0.18, 0.03],
      [
        [112, 200, 211],
        [49, 144, 151],
      ],
      [[0x2001, 0x4450, 0x4457]],
    ),
    1.2,
  ],
  [
    country(
      'PK',
      [5],
      [0.62, 0.08, 0.02],
      [
        [39, 32, 63],
        [182, 176, 191],
      ],
      [[0x2400, 0xadc0, 0xaddf]],
    ),
    1.2,
  ],
  [
    country(
      'MX',
      [-6],
      [0.5, 0.22, 0.08],
      [
        [189, 128, 190],
        [187, 192, 240],
      ],
      [[0x2806, 0x1000, 0x10ff]],
    ),
    1.5,
  ],
  [
    country(
      'ZA',
      [2],
      [0.5, 0.2, 0.03],
      [
        [197, 64, 111],
        [41, 0, 31],
      ],
      [[0x2c0f, 0x6840, 0x684f]],
    ),
    0.9,
  ],
  [
    country(
      'KE',
      [3],
      [0.64, 0.08, 0],
      [
        [105, 160, 167],
        [197, 176, 183],
      ],
      [],
    ),
    0.7,
  ],
];

/** A visitor's country, by the sites' share of traffic. */
export const pickCountry = weightedChoice(entries);

function ipv6From(random: Random, blocks: readonly Ipv6Block[]): string {
  const [first, low, high] = pickOne(random, blocks);
  let text = `${first.toString(16)}:${integerBetween(random, low, high).toString(16)}`;
  // No group is zero, so the text is already in the canonical form of RFC 5952.
  for (let i = 0; i < 6; i++) text += `:${integerBetween(random, 1, 0xffff).toString(16)}`;
  return text;
}

/** An address that the country's registry hands out; IPv6 for the given share of people. */
export function drawAddress(random: Random, from: SampleCountry): string {
  if (random() < from.ipv6Share) return ipv6From(random, from.ipv6);
  const [first, low, high] = pickOne(random, from.ipv4);
  const second = integerBetween(random, low, high);
  return `${first}.${second}.${integerBetween(random, 0, 255)}.${integerBetween(random, 1, 254)}`;
}
