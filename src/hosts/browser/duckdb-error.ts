/**
 * DuckDB-WASM gives some errors as JSON (`exception_type`, `exception_message`); this makes the text that native
 * DuckDB has: `Parser Error: syntax error at...`, with its `position` (in bytes, as text) where it is told. Anything else comes
 * back as it was.
 */
export function readableError(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith('{"exception_type"')) return error;
  const packed = JSON.parse(error.message) as Record<string, string | undefined>;
  const message = `${packed['exception_type']} Error: ${packed['exception_message']}`;
  const readable = new Error(message, { cause: error.cause });
  const { position } = packed;
  return position === undefined ? readable : Object.assign(readable, { position });
}
