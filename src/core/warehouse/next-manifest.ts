import { defaultQualitySettings } from '../quality/settings.ts';
import type { Finding } from '../quality/finding.ts';
import { keptEntries, keptObservations } from '../run/journal.ts';
import type { CheckHistory, JournalEntry } from '../run/journal.ts';
import { emptyManifest } from './complete-manifest.ts';
import { manifestFormat } from './manifest.ts';
import type { Manifest } from './manifest.ts';

/** A line for the journal; when and with which generation it came is added by the change. */
export type JournalDraft = Omit<JournalEntry, 'at' | 'generation'>;

/** What a check saw in a run. */
export type Observation = Pick<Finding, 'id' | 'status' | 'observed'>;

/** The generation after `head` (undefined: the first) with nothing else changed; `head` itself is not. Writes the present format. */
export function nextManifest(head: Manifest | undefined, createdAt: string): Manifest {
  const before = head ?? { ...emptyManifest(createdAt), settings: defaultQualitySettings };
  return {
    ...before,
    format: manifestFormat,
    generation: before.generation + 1,
    parent: before.generation,
    createdAt,
  };
}

/** A generation with one more line in its journal. */
export function addEntry(next: Manifest, draft: JournalDraft | undefined): Manifest {
  if (draft === undefined) return next;
  const entry: JournalEntry = { at: next.createdAt, generation: next.generation, ...draft };
  return { ...next, journal: [entry, ...next.journal].slice(0, keptEntries) };
}

/** A generation with what its checks saw; the oldest observations of a check give way. */
export function addObservations(next: Manifest, seen: readonly Observation[] = []): Manifest {
  const checkHistory: CheckHistory = { ...next.checkHistory };
  for (const { id, status, observed } of seen) {
    const before = checkHistory[id] ?? [];
    checkHistory[id] = [...before, [next.createdAt, status, observed] as const]
      .slice(-keptObservations)
      .map(([at, was, value]) => [at, was, value]);
  }
  return { ...next, checkHistory };
}
