import type { Threshold } from './model.ts';

const form = /^\s*(>=?)\s*(\d+(?:\.\d+)?)\s*(%)?\s*$/;

/** Reads `> 0`, `>= 10` (rows) or `> 0.1 %` (share of all rows); undefined when it is none of these. */
export function parseThreshold(text: string): Threshold | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const value = Number(match[2]);
  return match[3]
    ? { operator: match[1] as '>' | '>=', value: value / 100, unit: 'share' }
    : { operator: match[1] as '>' | '>=', value, unit: 'rows' };
}
