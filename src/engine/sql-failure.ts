/** A statement that DuckDB refused: why, and where in it. */
export interface SqlFailure {
  /** First lines of the reason, without DuckDB's drawing of the place: `Binder Error: column "x" not found`. */
  message: string;
  /** Offset in the statement, in UTF-16 units; undefined where DuckDB does not tell. */
  offset: number | undefined;
}

/** Makes a connection tell places as offsets rather than as a drawing. */
export const tellsPlaces = 'set errors_as_json = true';

const mostLines = 6;

/** Reads DuckDB's error about `sql`: JSON as after `tellsPlaces`, or an error that carries its `position`. */
export function sqlFailure(error: unknown, sql: string): SqlFailure {
  const { message, position } = error as Error & { position?: string };
  const json = /^(?:\w+ Error: )?(\{[\s\S]*\})$/.exec(message);
  if (json === null)
    return { message: firstLines(message), offset: unitsOf(position, message, sql) };
  const packed = JSON.parse(json[1]!) as Record<string, string | undefined>;
  const told = `${packed['exception_type']} Error: ${packed['exception_message']}`;
  return { message: firstLines(told), offset: unitsOf(packed['position'], told, sql) };
}

// A list of all functions of one name helps nobody.
function firstLines(message: string): string {
  return message
    .replace(/\n+LINE \d+:[\s\S]*$/, '')
    .replace(/\n\tCandidate functions:[\s\S]*$/, '')
    .split('\n')
    .slice(0, mostLines)
    .join('\n')
    .trim();
}

/** DuckDB's parser counts letters, its binder bytes of UTF-8. */
function unitsOf(position: string | undefined, told: string, sql: string): number | undefined {
  if (position === undefined) return undefined;
  const at = Number(position);
  if (told.startsWith('Parser Error')) return [...sql].slice(0, at).join('').length;
  return new TextDecoder().decode(new TextEncoder().encode(sql).slice(0, at)).length;
}
