import { keptEntries } from '../run/journal.ts';
import type { JournalEntry } from '../run/journal.ts';
import { changesBetween, withProject } from './change-project.ts';
import type { Manifest, ManifestCopy } from './manifest.ts';
import { addEntry, nextManifest } from './next-manifest.ts';
import { publicationsAfter } from './publish-manifest.ts';

/**
 * The generation that puts a backup in the place of `head`. What `head` had published can be put back; a warehouse that was
 * empty takes over what the backup can put back. Runs that are held here wait on: nobody has decided on them. The journals are joined, newest first. The person's files become those of the
 * backup by a revision of the project, so that those of `head` can be had back.
 */
export function restoreManifest(
  head: Manifest | undefined,
  backup: Manifest,
  changes: { createdAt: string; copy: ManifestCopy | undefined },
): Manifest {
  const { createdAt, copy } = changes;
  const after = nextManifest(head, createdAt);
  const generation = generationAbove(after, backup);
  const isEmpty = head === undefined || head.publishedIn === 0;
  const restored: Manifest = {
    ...backup,
    ...{ format: after.format, generation, parent: after.parent, createdAt },
    publishedIn: backup.publishedIn === 0 ? 0 : generation,
    publications: isEmpty ? backup.publications : publicationsAfter(head, copy),
    held: [...heldHere(head, backup), ...backup.held],
    journal: joinJournals(head?.journal ?? [], backup.journal),
  };
  const days = backup.deliveries.flatMap(({ days: some }) => some.map(([, ds]) => ds)).sort();
  return addEntry(withFilesOf(restored, head, backup), {
    kind: 'restored',
    verdict: `Restored the backup of ${backup.createdAt}.`,
    deliveries: [],
    findings: [],
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
  });
}

function withFilesOf(restored: Manifest, head: Manifest | undefined, backup: Manifest): Manifest {
  if (head?.project === undefined) return restored;
  const change = { changes: changesBetween(head, backup), reason: 'restored a backup' };
  return withProject({ ...restored, project: head.project }, change);
}

/** Held runs of `head` that the backup neither holds nor has published. */
function heldHere(head: Manifest | undefined, backup: Manifest): Manifest['held'] {
  const known = new Set([...backup.held, ...backup.deliveries].map(({ id }) => id));
  return (head?.held ?? []).filter(
    ({ id, deliveries }) => !known.has(id) && !deliveries.every((one) => known.has(one.id)),
  );
}

// Above both, so that it wins over the backup wherever they meet, and never in the slot of the head.
function generationAbove(after: Manifest, backup: Manifest): number {
  const above = Math.max(0, backup.generation + 1 - after.generation);
  return after.generation + above + (above % 2);
}

function joinJournals(ours: JournalEntry[], theirs: JournalEntry[]): JournalEntry[] {
  const all = new Map([...ours, ...theirs].map((entry) => [JSON.stringify(entry), entry]));
  return [...all.values()].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, keptEntries);
}
