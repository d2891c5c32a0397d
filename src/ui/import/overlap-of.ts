import { WorkbenchError } from '../../core/errors.ts';

/** A file of which most rows of a day are published already. */
export interface Overlap {
  file: string;
  host: string;
  ds: string;
  rows: number;
  shared: number;
  /** Days of sites that are so. */
  days: number;
}

/** The question that a run stopped at, if it is what becomes of such days. */
export function overlapOf(error: unknown): Overlap | null {
  if (!(error instanceof WorkbenchError) || error.details.option !== 'on-overlap') return null;
  return error.details as unknown as Overlap;
}
