import type { Mapping } from '../ingest/mapping.ts';
import type { Finding } from '../quality/finding.ts';
import type { Flag } from '../quality/settings.ts';
import type { Subject } from '../subject.ts';
import type { RunReport } from '../run/run-report.ts';
import type { Delivery } from './delivery.ts';
import { keptPublications, keptRejectedLines } from './manifest.ts';
import type { Manifest, ManifestCopy, PublicationEntry } from './manifest.ts';
import { addEntry, addObservations, nextManifest } from './next-manifest.ts';
import type { JournalDraft, Observation } from './next-manifest.ts';
import type { PublishedTableEntry } from './partition.ts';

/** What one publication changes. */
export interface ManifestChanges {
  createdAt: string;
  /** Whole tables; those not named stay as they are. */
  tables: Record<string, PublishedTableEntry>;
  deliveries: Delivery[];
  /** Ids of deliveries that are live no more. */
  superseded: string[];
  /** What the checks of these areas saw. */
  checks: Finding[];
  /** Areas that are published; absent: the website. */
  subjects?: ReadonlySet<Subject>;
  versions: Record<string, string>;
  lastRun?: RunReport;
  mappings?: Record<string, Mapping>;
  /** The line in the journal. */
  journal?: JournalDraft | undefined;
  /** All flags from now on; undefined: as they are. */
  flags?: Flag[] | undefined;
  /** What every check saw. */
  observations?: readonly Observation[] | undefined;
  /** Where the parent's manifest is kept: with it, the parent's publication can be put back. */
  copy?: ManifestCopy | undefined;
}

/** The manifest that follows `parent` (undefined: the first); `parent` itself is not changed. */
export function publishManifest(parent: Manifest | undefined, changes: ManifestChanges): Manifest {
  const next = nextManifest(parent, changes.createdAt);
  const { generation } = next;
  const published: Manifest = {
    ...next,
    publishedIn: generation,
    publishedAt: changes.createdAt,
    tables: { ...next.tables, ...changes.tables },
    deliveries: liveDeliveries(parent, changes, generation),
    ...publishedOf(next, changes),
    versions: changes.versions,
    mappings: { ...next.mappings, ...changes.mappings },
    publications: publicationsAfter(parent, changes.copy),
    flags: changes.flags ?? next.flags,
  };
  return addObservations(addEntry(published, changes.journal), changes.observations);
}

const onlyWebsite: ReadonlySet<Subject> = new Set(['website']);

/** What is said of the areas that are published; that of the other stays. */
function publishedOf(
  { generation, checks, lastRun, shop }: Manifest,
  changes: ManifestChanges,
): Pick<Manifest, 'checks' | 'lastRun' | 'shop'> {
  const { subjects = onlyWebsite } = changes;
  const run = changes.lastRun === undefined ? null : { ...changes.lastRun, generation };
  const others = checks.filter(({ subject = 'website' }) => !subjects.has(subject));
  const ofShop = subjects.has('shop') ? { publishedAt: changes.createdAt, lastRun: run } : shop;
  return {
    checks: subjects.has('website')
      ? [...changes.checks, ...others]
      : [...others, ...changes.checks],
    lastRun: subjects.has('website') ? run : lastRun,
    ...(ofShop && { shop: ofShop }),
  };
}

/** What can be restored once another publication follows `head`: `head` itself, then what it could restore. */
export function publicationsAfter(
  head: Manifest | undefined,
  copy: ManifestCopy | undefined,
): PublicationEntry[] {
  if (head === undefined) return [];
  if (copy === undefined || head.publishedIn === 0) return head.publications;
  return [entryOf(head, copy), ...head.publications].slice(0, keptPublications);
}

const events = 'core.fct_website_events';

function entryOf(manifest: Manifest, copy: ManifestCopy): PublicationEntry {
  const days = manifest.deliveries.flatMap((delivery) => delivery.days.map(([, ds]) => ds)).sort();
  const partitions = Object.values(manifest.tables[events]?.partitions ?? {});
  return {
    generation: manifest.publishedIn,
    publishedAt: manifest.publishedAt ?? manifest.createdAt,
    verdict: verdictOf(manifest),
    events: partitions.reduce((sum, { rows }) => sum + rows, 0),
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    ...copy,
  };
}

/** Of the area that was published last. */
function verdictOf({ lastRun, shop }: Manifest): string {
  const runs = [lastRun, shop?.lastRun ?? null].filter((run) => run !== null);
  return runs.sort((a, b) => b.generation - a.generation)[0]?.verdict ?? '';
}

function liveDeliveries(
  parent: Manifest | undefined,
  changes: ManifestChanges,
  publishedIn: number,
): Delivery[] {
  const gone = new Set([...changes.superseded, ...changes.deliveries.map(({ id }) => id)]);
  const kept = (parent?.deliveries ?? []).filter(({ id }) => !gone.has(id));
  const added = changes.deliveries.map((delivery) => ({
    ...delivery,
    ...cutLines(delivery),
    publishedIn,
  }));
  return [...kept, ...added];
}

function cutLines({ rejectedLines }: Delivery): Pick<Delivery, 'rejectedLines'> {
  return rejectedLines === undefined
    ? {}
    : { rejectedLines: rejectedLines.slice(0, keptRejectedLines) };
}
