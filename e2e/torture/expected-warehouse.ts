import { createHash } from 'node:crypto';
import { bytesOf, fileText, randomFrom } from './bytes-of.ts';
import type { Contents, Order } from './protocol.ts';

/** What a generation must hold. */
export interface State {
  contents: Contents;
  deliveries: string[];
  /** Generations that it must be able to restore, newest first. */
  restorable: number[];
}

/** What must be where: kept by the test, never asked of the warehouse. */
export class ExpectedWarehouse {
  /** Generation of the last acknowledged change; 0: none. */
  acknowledged = 0;
  readonly #states = new Map<number, State>([
    [0, { contents: {}, deliveries: [], restorable: [] }],
  ]);

  state(generation: number): State | undefined {
    return this.#states.get(generation);
  }

  get head(): State {
    return this.#states.get(this.acknowledged)!;
  }

  acknowledge(generation: number, state: State): void {
    this.acknowledged = generation;
    this.#states.set(generation, state);
  }
}

const tables = ['core.fct_torture', 'growth.torture_daily', 'staging.stg_torture'];
const days = ['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04'];
/** Live deliveries of the warehouse under torture. */
const keptDeliveries = 10;

/** Publications that can be restored beside the one in force. */
const keptPublications = 5;

/** A head that follows another one: what is in force becomes what can be restored. */
export function restorableAfter(head: number, before: State): number[] {
  return head === 0 ? [] : [head, ...before.restorable].slice(0, keptPublications);
}

/** What an earlier generation is as the one after `head`. */
export function restored(head: number, before: State, generation: number, earlier: State): State {
  const restorable = restorableAfter(head, before).filter((one) => one !== generation);
  return { ...earlier, restorable };
}

/** The publication after generation `head`: at least three files change, the others stay. */
export function nextOrder(
  head: number,
  before: State,
  seed: number,
): { order: Order; state: State } {
  const random = randomFrom(seed);
  const token = [0, 0].map(() => hex32(random())).join('');
  const contents: Contents = {};
  for (const table of tables)
    contents[table] = Object.fromEntries(
      days.map((ds, i) => {
        const old = before.contents[table]?.[ds];
        return [ds, old === undefined || i === 0 || random() < 0.2 ? token : old];
      }),
    );
  const superseded = before.deliveries.slice(0, -keptDeliveries);
  const deliveries = [...before.deliveries.slice(superseded.length), token];
  return {
    order: { token, contents, superseded },
    state: { contents, deliveries, restorable: restorableAfter(head, before) },
  };
}

const hex32 = (share: number): string =>
  Math.floor(share * 2 ** 32)
    .toString(16)
    .padStart(8, '0');

const known = new Map<string, { bytes: number; sha256: string }>();

/** Size and SHA-256 that a data file must have. */
export function fileOf(
  table: string,
  ds: string,
  token: string,
): { bytes: number; sha256: string } {
  const text = fileText(table, ds, token);
  const found = known.get(text);
  if (found !== undefined) return found;
  const bytes = bytesOf(text);
  const file = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  known.set(text, file);
  return file;
}
