/** Deepest nesting a record may have. */
export const deepest = 64;

/** Levels of objects that become columns of their own: `a.b.c`. */
const flattened = 3;

export type JsonObject = { [key: string]: unknown };

/** True for a JSON object: no array, no null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Calls `each` for every value of a record by its path, objects flattened with dots to three levels, nulls left out. */
export function eachValue(
  record: JsonObject,
  each: (path: string, value: unknown) => void,
  prefix = '',
  level = 1,
): void {
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (value === null) continue;
    const path = prefix + key;
    if (level < flattened && isJsonObject(value)) eachValue(value, each, `${path}.`, level + 1);
    else each(path, value);
  }
}

/** A value as the text of a cell: strings as they are, arrays and deeper objects as JSON. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value, restoreNumbers) : String(value);
}

/** True when arrays and objects are nested in each other deeper than `limit` levels. Does not recurse deeper than that. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const key in value) if (isDeeperThan((value as JsonObject)[key], limit - 1)) return true;
  return false;
}

// Numbers that a double would change: more than 15 digits beyond 2^53, zeros after the point, exponents.
const delicate = /\d{17}|9\d{15}|[:[,]\s*-?\d+(?:\.\d*0[\s,}\]]|(?:\.\d+)?[eE])/;
const token = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/g;
const exactMark = '\uDC81';

/**
 * Parses JSON text; a number that a double would not give back as written comes as its text. Throws SyntaxError.
 * (JSON.parse with source text access would do it; Node 20 lacks that.)
 */
export function parseJsonExactly(text: string): unknown {
  if (!delicate.test(text)) return JSON.parse(text);
  JSON.parse(text);
  let marked = false;
  const guarded = text.replace(token, (found) => {
    if (found.startsWith('"') || String(Number(found)) === found) return found;
    marked = true;
    return `"${exactMark}${found}"`;
  });
  return marked ? JSON.parse(guarded) : JSON.parse(text);
}

/** The text of a number kept exactly, or the string itself. */
export function exactText(value: string): string {
  return value.startsWith(exactMark) ? value.slice(1) : value;
}

// Inside JSON text a kept number goes back as a string of its digits: JSON.stringify cannot write it otherwise.
function restoreNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? exactText(value) : value;
}
