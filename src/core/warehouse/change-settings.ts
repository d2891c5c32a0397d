import type { QualitySettings } from '../quality/settings.ts';
import type { Manifest } from './manifest.ts';
import { addEntry, nextManifest } from './next-manifest.ts';
import type { JournalDraft } from './next-manifest.ts';

/** Replaces the parts of the settings that are named. */
export function changeSettings(
  head: Manifest | undefined,
  changes: { createdAt: string; settings: Partial<QualitySettings>; journal?: JournalDraft },
): Manifest {
  const next = nextManifest(head, changes.createdAt);
  const settings = { ...next.settings, ...changes.settings };
  return addEntry({ ...next, settings }, changes.journal);
}

/** Notes that all of this warehouse was copied to another place. */
export function noteBackup(head: Manifest | undefined, createdAt: string): Manifest {
  return { ...nextManifest(head, createdAt), lastBackup: createdAt };
}
