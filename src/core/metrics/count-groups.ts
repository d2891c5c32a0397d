/** A column as small numbers: `codes[row]` names a value of `values`. */
export interface CodedColumn {
  codes: Uint16Array | Uint32Array;
  values: (string | null)[];
}

/** What each row adds to an aggregate. */
export type Amounts = Uint8Array | Int32Array | Float64Array;

/** `distinct` counts the people of rows whose amount is not 0, each once. */
export interface GroupAggregate {
  kind: 'sum' | 'distinct';
  amounts: Amounts;
}

/** Rows that are counted, with their keys. Rows of one person follow each other. */
export interface GroupedRows {
  /** Row numbers, ascending. */
  rows: Uint32Array;
  /** Who each row is of. */
  people: Uint32Array;
  keys: readonly CodedColumn[];
}

export interface Groups {
  /** Values of the keys, a list a group. */
  keys: (string | null)[][];
  /** One list an aggregate, in the order of the groups. */
  totals: Float64Array[];
}

/** Combinations of keys at most that are counted in plain arrays. */
export const mostGroups = 4_000_000;

/** How many combinations keys can have. */
export function combinationsOf(keys: readonly CodedColumn[]): number {
  return keys.reduce((all, { values }) => all * values.length, 1);
}

/**
 * Counts by keys in one walk an aggregate. A person's rows follow each other, so that somebody new to a group is somebody other than the
 * one seen last in it: distinct people need no table of their own. Without keys there is one group, of no rows too; with keys
 * only groups that have rows (`skipEmpty`: rows with an amount). At most `mostGroups` combinations.
 */
export function countGroups(
  grouped: GroupedRows,
  aggregates: readonly GroupAggregate[],
  { skipEmpty = false }: { skipEmpty?: boolean } = {},
): Groups {
  const { rows, keys } = grouped;
  const size = combinationsOf(keys);
  const groups = groupOfRows(grouped);
  const seen = new Uint8Array(size);
  if (!skipEmpty) for (let i = 0; i < rows.length; i++) seen[groups[i]!] = 1;
  const counted = aggregates.map(({ kind, amounts }) => {
    if (skipEmpty) markCounting(rows, groups, amounts, seen);
    return kind === 'sum'
      ? sumByGroup(rows, groups, amounts, size)
      : peopleByGroup(grouped, groups, amounts, size);
  });
  const found = keys.length === 0 ? Uint32Array.of(0) : indicesOf(seen);
  return {
    keys: Array.from(found, (group) => keysOfGroup(group, keys)),
    totals: counted.map((all) => Float64Array.from(found, (group) => all[group]!)),
  };
}

/** The numbers of the entries that are not 0. */
export function indicesOf(flags: Uint8Array): Uint32Array<ArrayBuffer> {
  let count = 0;
  for (let i = 0; i < flags.length; i++) count += flags[i]! === 0 ? 0 : 1;
  const found = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < flags.length; i++) if (flags[i] !== 0) found[at++] = i;
  return found;
}

function groupOfRows({ rows, keys }: GroupedRows): Uint32Array {
  const groups = new Uint32Array(rows.length);
  for (const { codes, values } of keys) {
    const { length } = values;
    for (let i = 0; i < rows.length; i++) groups[i] = groups[i]! * length + codes[rows[i]!]!;
  }
  return groups;
}

function keysOfGroup(group: number, keys: readonly CodedColumn[]): (string | null)[] {
  let rest = group;
  return keys
    .toReversed()
    .map(({ values }) => {
      const value = values[rest % values.length]!;
      rest = Math.floor(rest / values.length);
      return value;
    })
    .toReversed();
}

function markCounting(rows: Uint32Array, groups: Uint32Array, amounts: Amounts, seen: Uint8Array) {
  for (let i = 0; i < rows.length; i++) if (amounts[rows[i]!] !== 0) seen[groups[i]!] = 1;
}

function sumByGroup(
  rows: Uint32Array,
  groups: Uint32Array,
  amounts: Amounts,
  size: number,
): Float64Array {
  const sums = new Float64Array(size);
  for (let i = 0; i < rows.length; i++) sums[groups[i]!]! += amounts[rows[i]!]!;
  return sums;
}

function peopleByGroup(
  { rows, people }: GroupedRows,
  groups: Uint32Array,
  amounts: Amounts,
  size: number,
): Float64Array {
  const counts = new Float64Array(size);
  // The person seen last in a group, plus one.
  const last = new Uint32Array(size);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (amounts[row] === 0) continue;
    const person = people[row]! + 1;
    const group = groups[i]!;
    if (last[group] === person) continue;
    last[group] = person;
    counts[group]! += 1;
  }
  return counts;
}
