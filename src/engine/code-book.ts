import type { Amounts, CodedColumn } from '../core/metrics/count-groups.ts';

/** Gives each value of a column a small number, in the order in which values come. */
export class CodeBook {
  readonly #codes: Uint32Array;
  readonly #values: (string | null)[] = [];
  readonly #known = new Map<string | null, number>();
  #at = 0;

  constructor(rows: number) {
    this.#codes = new Uint32Array(rows);
  }

  add(values: readonly (string | null)[]): void {
    let last: string | null | undefined;
    let code = 0;
    for (const value of values) {
      // Neighbours are often equal.
      if (value !== last) code = this.#codeOf(value);
      last = value;
      this.#codes[this.#at++] = code;
    }
  }

  #codeOf(value: string | null): number {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    this.#known.set(value, this.#values.length);
    return this.#values.push(value) - 1;
  }

  finish(): CodedColumn {
    const codes = this.#values.length <= 65_536 ? Uint16Array.from(this.#codes) : this.#codes;
    return { codes, values: this.#values };
  }
}

/** The same numbers in as few bytes as hold them. */
export function compactAmounts(amounts: Float64Array): Amounts {
  const isWithin = (low: number, high: number): boolean =>
    amounts.every((one) => Number.isInteger(one) && one >= low && one <= high);
  if (isWithin(0, 255)) return Uint8Array.from(amounts);
  return isWithin(-(2 ** 31), 2 ** 31 - 1) ? Int32Array.from(amounts) : amounts;
}
