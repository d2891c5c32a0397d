import { createBatch } from '../record-lines.ts';
import type { BatchBuilder } from '../record-lines.ts';
import {
  cellText,
  deepest,
  eachValue,
  exactText,
  isDeeperThan,
  isJsonObject,
  parseJsonExactly,
} from './json-values.ts';

/** Column that holds, as a JSON object of texts, the keys that came after the sample. */
export const lateKeys = 'extra_properties';

const mostColumns = 500;

/** The union of the keys of the sampled records, in order of their first sight, then `extra_properties`. */
export function jsonColumns(records: Iterable<unknown>): string[] {
  const names = new Set<string>();
  for (const record of records) {
    if (isJsonObject(record)) eachValue(record, (path) => names.add(path));
  }
  names.delete(lateKeys);
  return [...names].slice(0, mostColumns - 1).concat(lateKeys);
}

/** Turns the text of one JSON object into cells of a batch, or rejects it. */
export interface JsonRecords {
  begin(): BatchBuilder;
  add(batch: BatchBuilder, text: string, line: number): void;
}

/** Records of the given columns, of which the last is `extra_properties`. */
export function createJsonRecords(columns: readonly string[]): JsonRecords {
  const position = new Map(columns.map((name, index) => [name, index]));
  const last = columns.length - 1;
  return {
    begin: () => createBatch(columns.length),
    add(batch, text, line) {
      const parsed = parseRecord(text);
      if (typeof parsed === 'string') return batch.reject(line, parsed, text);
      const cells = new Array<string | null>(columns.length).fill(null);
      let late: Map<string, string> | undefined;
      eachValue(parsed, (path, value) => {
        const cell = typeof value === 'string' ? exactText(value) : cellText(value);
        const index = position.get(path);
        if (index !== undefined && index !== last && cells[index] === null) cells[index] = cell;
        else (late ??= new Map()).set(path, cell);
      });
      if (late !== undefined) cells[last] = objectText(late);
      batch.accept(cells, line);
    },
  };
}

/** The object, or the reason why it cannot be read. */
function parseRecord(text: string): { [key: string]: unknown } | string {
  let value: unknown;
  try {
    value = parseJsonExactly(text);
  } catch {
    return syntaxReason(text);
  }
  if (!isJsonObject(value)) return 'not a JSON object';
  return isDeeperThan(value, deepest) ? `nested deeper than ${deepest} levels` : value;
}

// The engine's own words differ between browsers and quote the text: they are not shown.
function syntaxReason(text: string): string {
  if (/\b(?:NaN|-?Infinity)\b/.test(text))
    return 'not valid JSON: NaN and Infinity are no numbers there';
  if (/,\s*[}\]]/.test(text)) return 'not valid JSON: a comma before a closing bracket';
  if (!/[}\]]\s*$/.test(text)) return 'not valid JSON: cut off';
  return 'not valid JSON';
}

// JSON.stringify of an object would lose the key `__proto__`.
function objectText(entries: Map<string, string>): string {
  return `{${[...entries].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}
