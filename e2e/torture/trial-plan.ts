import { randomFrom } from './bytes-of.ts';
import { faultPoints, stopPoints } from './fault-points.ts';
import type { Fault, FaultPoint } from './fault-points.ts';
import type { End } from './tortured-browser.ts';

/** What one trial does to a publication. */
export interface Trial {
  number: number;
  /** Row of the table. */
  name: string;
  /** Publications before the one that is disturbed. */
  before: number;
  work: 'publish' | 'undo';
  fault?: Fault;
  /** How the worker is ended; undefined: it goes on and publishes again first. */
  end?: End;
  /** Share of a publication's usual time after which it is ended, where no fault point says when. */
  moment?: number;
  /** A trial with a second tab instead. */
  tabs?: 'two-tabs' | 'reader' | 'opener';
  /** Chromium gives no more room than is used already. */
  isFull?: boolean;
  /** Seed of what is published. */
  seed: number;
}

/** What became of what a trial disturbed. */
export interface Ending {
  /** `acknowledged`, `refused: <code>`, `stopped` or `gone`. */
  outcome: string;
  /** Whether the disturbed publication is on the disk. */
  landed: boolean;
  /** Whether its fault point was met; always true where there is none. */
  fired: boolean;
}

type Row = Pick<Trial, 'name' | 'fault' | 'end' | 'moment' | 'tabs' | 'isFull'> & {
  canUndo?: boolean;
};

const ends: End[] = ['renderer', 'browser', 'reload'];

/** The trials of a seed: fault points and kills in turn, each in a shuffled order that begins anew when it is through. */
export function planTrials(count: number, seed: number): Trial[] {
  const random = randomFrom(seed);
  const faults = cycle(() => shuffle(faultRows(random), random));
  const kills = cycle(() => shuffle(killRows(random), random));
  return Array.from({ length: count }, (_, i) => {
    const { canUndo, ...row } = (i % 2 === 0 ? faults : kills)();
    return {
      ...row,
      number: i + 1,
      before: Math.floor(random() * 3),
      work: canUndo && random() < 0.2 ? 'undo' : 'publish',
      seed: Math.floor(random() * 2 ** 32),
    };
  });
}

function faultRows(random: () => number): Row[] {
  const rows = faultPoints.map((point): Row => {
    const end: Partial<Row> = random() < 0.5 ? {} : { end: 'reload' };
    return {
      name: point.name,
      fault: faultAt(point, random),
      canUndo: point.area !== 'data',
      ...end,
    };
  });
  return [
    ...rows,
    { name: 'quota of chromium', isFull: true },
    { name: 'two tabs publish', tabs: 'two-tabs' },
    { name: 'another tab reads', tabs: 'reader' },
    { name: 'another tab opens', tabs: 'opener' },
  ];
}

function killRows(random: () => number): Row[] {
  const stops = stopPoints.map((point): Row => {
    const end = ends[Math.floor(random() * ends.length)]!;
    const name = `${point.name}, end ${end}`;
    return { name, fault: faultAt(point, random), end, canUndo: point.area !== 'data' };
  });
  const anyMoment = (end: End): Row => ({
    name: `any moment, end ${end}`,
    end,
    moment: random() * 1.3,
    canUndo: true,
  });
  const many: End[] = ['renderer', 'browser', 'reload', 'close', 'renderer', 'browser', 'reload'];
  return [...stops, ...many.map(anyMoment)];
}

function faultAt({ area, op, kind }: FaultPoint, random: () => number): Fault {
  // A publication writes three data files or more, one slot and one copy, and removes some files.
  const nth = area === 'data' && op === 'write' ? Math.floor(random() * 3) : 0;
  return { area, op, kind, nth };
}

function shuffle<T>(items: T[], random: () => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

/** One item after another; a new list when one is used up. */
function cycle<T>(make: () => T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = make();
    return left.shift()!;
  };
}
