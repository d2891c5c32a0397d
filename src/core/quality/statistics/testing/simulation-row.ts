import { wilsonInterval } from '../../../../lib/wilson-interval.ts';

/** A share counted in one cell of the simulation, and the gate it is held against. */
export interface SimulationRow {
  check: 'V1' | 'V2' | 'V3' | 'level';
  cell: string;
  /** What is counted: `false warn`, `outage`... */
  measure: string;
  hits: number;
  tested: number;
  share: number;
  /** Wilson's 95 % bounds. */
  lower: number;
  upper: number;
  /** What must hold; undefined where nothing is claimed. */
  gate: Gate | undefined;
  isMet: boolean;
  /** Why the formulas themselves cannot meet the gate here: a miss is then told, and no surprise. */
  limitation: string | undefined;
}

/** False alarms: Wilson's upper bound is at most `atMost`. Power: the share is at least `atLeast`. */
export type Gate = { atMost: number } | { atLeast: number };

/** How many host-days a cell has: `ci` is enough for what the gates claim, `full` narrows the bounds. */
export type SimulationSize = 'ci' | 'full';

/** Makes a row of counts. */
export function rowOf(
  about: Pick<SimulationRow, 'check' | 'cell' | 'measure'>,
  { hits, tested }: { hits: number; tested: number },
  gate: Gate | undefined,
  limitation?: string,
): SimulationRow {
  const share = hits / tested;
  const { low: lower, high: upper } = wilsonInterval(hits, tested) ?? { low: 0, high: 1 };
  const isMet =
    gate === undefined || ('atMost' in gate ? upper <= gate.atMost : share >= gate.atLeast);
  return { ...about, hits, tested, share, lower, upper, gate, isMet, limitation };
}

/** Counts trials and those that came out. */
export class Tally {
  hits = 0;
  tested = 0;

  add(isHit: boolean): void {
    this.tested++;
    if (isHit) this.hits++;
  }
}

export const falseWarn: Gate = { atMost: 0.01 };
export const falseError: Gate = { atMost: 0.001 };

/** Whether a status is a warning or worse. */
export function isAlarm(status: string): boolean {
  return status === 'warn' || status === 'error';
}
