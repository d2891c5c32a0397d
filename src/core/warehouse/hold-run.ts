import type { HeldRun } from '../run/held-run.ts';
import type { Manifest } from './manifest.ts';
import { addEntry, addObservations, nextManifest } from './next-manifest.ts';
import type { JournalDraft, Observation } from './next-manifest.ts';

/** What comes with a run that is held. */
export interface HeldChanges {
  createdAt: string;
  held: HeldRun;
  journal?: JournalDraft | undefined;
  observations?: readonly Observation[] | undefined;
}

/** Keeps a run that its checks stopped; one of the same id is replaced. Published tables stay as they are. */
export function holdRun(head: Manifest | undefined, changes: HeldChanges): Manifest {
  const next = nextManifest(head, changes.createdAt);
  const others = next.held.filter(({ id }) => id !== changes.held.id);
  const held = { ...next, held: [changes.held, ...others] };
  return addObservations(addEntry(held, changes.journal), changes.observations);
}

/**
 * Lets held runs go (given up, mended by a later drop, or published with a reason) as part of the generation `next`, or as a
 * generation of their own made by `nextManifest`. Ids that are not held are passed over.
 */
export function releaseHeld(
  next: Manifest,
  ids: readonly string[],
  journal?: JournalDraft,
): Manifest {
  const gone = new Set(ids);
  return addEntry({ ...next, held: next.held.filter(({ id }) => !gone.has(id)) }, journal);
}
