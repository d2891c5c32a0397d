import type { Threshold } from './model.ts';

const form = /^\s*(>=?)\s*(\d+(?:\.\d+)?)\s*(%)?\s*$/;

/** Reads `> 0`, `>= 10` (rows) or `> 0.1 %` (share of all rows), and dbt's `!= 0`; undefined when it is none of these. */
export function parseThreshold(text: string): Threshold | undefined {
  if (/^\s*!=\s*0\s*$/.test(text)) return { operator: '>', value: 0, unit: 'rows' };
  const match = form.exec(text);
  if (!match) return undefined;
  const value = Number(match[2]);
  return match[3]
    ? { operator: match[1] as '>' | '>=', value: value / 100, unit: 'share' }
    : { operator: match[1] as '>' | '>=', value, unit: 'rows' };
}
