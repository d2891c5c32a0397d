/** A column of a table that a result was computed from. */
export interface Origin {
  /** `core.fct_sessions`, as the SQL names it. */
  table: string;
  column: string;
  /** `filter`: it decides which rows there are, or how they are grouped or ordered, not the value. */
  role: 'value' | 'filter';
}

/** What something was computed from, one entry a column. */
export type Origins = ReadonlyMap<string, Origin>;

export const noOrigins: Origins = new Map();

/** One column of a table, as a value. */
export function originOf(table: string, column: string): Origins {
  return new Map([[`${table}\n${column}`, { table, column, role: 'value' }]]);
}

/** All of them; where a column is both, its value counts. */
export function unite(...all: Origins[]): Origins {
  const filled = all.filter((origins) => origins.size > 0);
  if (filled.length <= 1) return filled[0] ?? noOrigins;
  const united = new Map(filled[0]);
  for (const origins of filled.slice(1)) {
    for (const [key, origin] of origins) {
      if (united.get(key)?.role !== 'value') united.set(key, origin);
    }
  }
  return united;
}

/** The same columns, as what decides rows only. */
export function asFilter(origins: Origins): Origins {
  return new Map([...origins].map(([key, origin]) => [key, { ...origin, role: 'filter' }]));
}

/** Whether any of them gives its value. */
export function holdsValue(origins: Origins): boolean {
  return [...origins.values()].some(({ role }) => role === 'value');
}
