/** Every kind of failure that a person can act on. Each is explained in the strings of the app and of the CLI. */
export const errorCodes = [
  'usage',
  'file-unreadable',
  'file-empty',
  'format-unknown',
  'format-refused',
  'file-damaged',
  'file-too-wide',
  'file-suspicious',
  'mapping-incomplete',
  'question-open',
  'host-unknown',
  'no-records',
  'model-broken',
  'warehouse-damaged',
  'warehouse-busy',
  'warehouse-moved',
  'warehouse-newer',
  'held-unknown',
  'reason-missing',
  'table-unknown',
  'metric-unknown',
  'selection-unknown',
  'query-failed',
  'query-too-long',
  'engine-failed',
  'storage-full',
  'cancelled',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where in which input a failure was found. Line and column count from 1. */
export interface ErrorDetails {
  file?: string;
  line?: number;
  column?: number;
  /** The CLI option that answers the question, without the dashes. */
  option?: string;
  [key: string]: unknown;
}

/** A failure that a person can act on; anything else thrown is a defect. Messages are lower case, the value after a colon. */
export class WorkbenchError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'WorkbenchError';
    this.code = code;
    this.details = details;
  }
}

/** Throws the error of a cancelled run when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new WorkbenchError('cancelled', 'cancelled by the person');
}
