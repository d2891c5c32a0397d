/**
 * DuckDB-WASM gives some errors as JSON (`exception_type`, `exception_message`); this makes the text that native
 * DuckDB has: `Parser Error: syntax error at...`. Anything else comes back as it was.
 */
export function readableError(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith('{"exception_type"')) return error;
  const packed = JSON.parse(error.message) as Record<string, string>;
  const message = `${packed['exception_type']} Error: ${packed['exception_message']}`;
  return new Error(message, { cause: error.cause });
}
