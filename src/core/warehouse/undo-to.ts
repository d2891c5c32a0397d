import { WorkbenchError } from '../errors.ts';
import { changesBetween, withProject } from './change-project.ts';
import type { Manifest, ManifestCopy, PublicationEntry } from './manifest.ts';
import { addEntry, nextManifest } from './next-manifest.ts';
import { publicationsAfter } from './publish-manifest.ts';
import { withoutShop } from './without-shop.ts';

/** The publication of that generation. Throws `usage` when it is not among those that can be restored. */
export function publicationOf(head: Manifest | undefined, generation: number): PublicationEntry {
  const entry = head?.publications.find((one) => one.generation === generation);
  if (entry !== undefined) return entry;
  throw new WorkbenchError('usage', `no such publication: ${generation}`, { generation });
}

/**
 * Puts the tables of an earlier publication back as a new generation. Held runs, settings, journal and history stay; the
 * publication that is undone can be restored in its turn. The person's models go back with the tables that they made. `copy`: where the manifest of `head` is kept.
 */
export function undoTo(
  head: Manifest,
  earlier: Manifest,
  changes: { createdAt: string; copy: ManifestCopy; by?: string },
): Manifest {
  const { createdAt, copy, by } = changes;
  const next = nextManifest(head, createdAt);
  const { tables, deliveries, checks, versions, lastRun, shop, flags } = earlier;
  const undone: Manifest = {
    ...withoutShop(next),
    ...(shop && { shop }),
    publishedIn: next.generation,
    publishedAt: createdAt,
    ...{ tables, deliveries, checks, versions, lastRun, flags },
    publications: publicationsAfter(head, copy).filter(
      ({ generation }) => generation !== earlier.publishedIn,
    ),
  };
  const days = deliveries.flatMap((delivery) => delivery.days.map(([, ds]) => ds)).sort();
  const who = by === undefined ? {} : { by };
  const withFiles = withProject(undone, { changes: changesBetween(head, earlier), ...who });
  return addEntry(withFiles, {
    kind: 'undone',
    verdict: `Put back the publication of ${earlier.publishedAt ?? earlier.createdAt}.`,
    ...who,
    deliveries: [],
    findings: [],
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
  });
}
