import type { HeldRun } from '../core/run/held-run.ts';

/** A person's word that a held run is to be published. */
export interface Decision {
  held: HeldRun;
  reason: string;
  by?: string;
}
