import { WorkbenchError, errorCodes } from '../core/errors.ts';
import type { ErrorCode, ErrorDetails } from '../core/errors.ts';
import type { Progress, Workbench } from '../workbench.ts';

export type Method = keyof Workbench;

/** What the page tells the worker. */
export type Request =
  { kind: 'call'; id: number; method: Method; input: unknown } | { kind: 'abort'; id: number };

/** What the worker answers; every call gets exactly one `result` or `error`. */
export type Reply =
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'error'; id: number; error: WireError };

/** An error as plain data: cloning an Error would drop its class, code and details. */
export interface WireError {
  name: string;
  message: string;
  stack?: string | undefined;
  code?: ErrorCode | undefined;
  details?: ErrorDetails | undefined;
  cause?: WireError | undefined;
}

/** Packs anything thrown. `code` is set only for a WorkbenchError. */
export function packError(thrown: unknown): WireError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const { name, message, stack, cause } = thrown;
  const packed: WireError = { name, message, stack };
  if (cause !== undefined) packed.cause = packError(cause);
  if (thrown instanceof WorkbenchError)
    Object.assign(packed, { code: thrown.code, details: plainDetails(thrown.details) });
  return packed;
}

/** The error as it was thrown: a WorkbenchError where it was one, else a plain Error of that name. */
export function unpackError(packed: WireError): Error {
  const cause = packed.cause && unpackError(packed.cause);
  const { code, details, message } = packed;
  const error =
    code && errorCodes.includes(code)
      ? new WorkbenchError(code, message, details, cause)
      : Object.assign(new Error(message, { cause }), { name: packed.name });
  if (packed.stack !== undefined) error.stack = packed.stack;
  return error;
}

// Details are for showing; a value that cannot be cloned must not cost the person the message.
function plainDetails(details: ErrorDetails): ErrorDetails {
  const isPlain = (value: unknown) => typeof value !== 'function' && typeof value !== 'symbol';
  return Object.fromEntries(Object.entries(details).filter(([, value]) => isPlain(value)));
}
