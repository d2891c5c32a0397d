import { filterDimensions, filterOps } from '../core/metrics/filter.ts';
import type { Filter } from '../core/metrics/filter.ts';

/** Filters of an address, `is.country=IN,DE&contains.page=blog`, in their order; what is none is left out. */
export function parseFilters(query: string): Filter[] {
  const filters = new Map<string, Filter>();
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const [key, text] = [part.slice(0, at), part.slice(at + 1)];
    const [opText = '', name = ''] = key.split('.', 2);
    const op = filterOps.find((one) => one === opText);
    const dimension = filterDimensions.find((one) => one === name);
    if (op === undefined || dimension === undefined) continue;
    const values = text.split(',').flatMap(decoded).filter(Boolean);
    const known = filters.get(key)?.values ?? [];
    const all = [...new Set([...known, ...values])];
    if (all.length > 0) filters.set(key, { dimension, op, values: all });
  }
  return [...filters.values()];
}

/** The parts of an address that `parseFilters` reads back. */
export function formatFilters(filters: readonly Filter[]): string[] {
  return filters
    .filter(({ values }) => values.length > 0)
    .map(
      ({ op, dimension, values }) =>
        `${op}.${dimension}=${values.map(encodeURIComponent).join(',')}`,
    );
}

function decoded(text: string): string[] {
  try {
    return [decodeURIComponent(text)];
  } catch (error) {
    // A hand-made address with half an escape names no value.
    if (error instanceof URIError) return [];
    throw error;
  }
}
