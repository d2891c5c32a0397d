import type { Mapping } from '../core/ingest/mapping.ts';
import type { Reject } from '../core/ingest/record-reader.ts';
import type { Flag } from '../core/quality/settings.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import type { DeliveryReport, RunReport } from '../core/run/run-report.ts';
import type { Delivery } from '../core/warehouse/delivery.ts';
import { releaseHeld } from '../core/warehouse/hold-run.ts';
import type { Manifest, ManifestCopy } from '../core/warehouse/manifest.ts';
import type { JournalDraft, Observation } from '../core/warehouse/next-manifest.ts';
import type { PublishedTableEntry } from '../core/warehouse/partition.ts';
import { publicationsAfter, publishManifest } from '../core/warehouse/publish-manifest.ts';
import type { Subject } from '../core/subject.ts';
import { keptDelivery } from './kept-delivery.ts';
import { withTablesOf } from './shown-head.ts';

/** What one run changes beside its data files. */
export interface Publication {
  report: RunReport;
  /** Areas that it publishes; absent: the website. */
  subjects?: ReadonlySet<Subject>;
  /** Rejected records of the loaded deliveries, by file. */
  rejects: { file: string; rejects: Reject[] }[];
  /** Ids of deliveries that these replace. */
  superseded: string[];
  /** Days left to deliveries of which others were replaced. */
  shortened: ReadonlyMap<string, DeliveryReport['days']>;
  /** Mappings used, by the shape of the source. */
  mappings: Record<string, Mapping>;
  /** The line in the journal. */
  journal?: JournalDraft;
  /** All flags from now on (see `flagsOf`); absent: as they are. */
  flags?: Flag[];
  /** What every check saw, passing ones too. */
  observations?: readonly Observation[];
  /** Held runs that this publication settles: published with a reason, or mended by a new drop. */
  released?: readonly string[];
  /** Held runs of which it settles some files: what is left of them. */
  left?: readonly HeldRun[];
}

/** Plans the generation that publishes staged tables. `shown`: what is shown instead of a head that is not whole. */
export function publicationTransition(
  publication: Publication,
  tables: Record<string, PublishedTableEntry>,
  createdAt: string,
) {
  const { report, subjects, rejects, superseded, shortened, mappings } = publication;
  const { journal, flags, observations, released = [], left = [] } = publication;
  const loaded = report.deliveries.filter(({ status }) => status === 'loaded');
  const fresh = loaded.map((delivery, i) => keptDelivery(delivery, rejects[i]?.rejects ?? []));
  return (
    head: Manifest | undefined,
    copy: ManifestCopy | undefined,
    shown: Manifest | undefined,
  ): Manifest => {
    const parent = head && shown ? withTablesOf(head, shown) : head;
    const next = publishManifest(parent, {
      createdAt,
      tables,
      deliveries: [...fresh, ...shortenedDeliveries(parent?.deliveries ?? [], shortened)],
      superseded,
      checks: report.findings,
      ...(subjects && { subjects }),
      versions: report.versions,
      lastRun: { ...report, findings: [] },
      mappings,
      ...{ journal, flags, observations, copy },
    });
    // What can be put back is told of the head itself, also where it is not whole.
    const held = next.held.map((run) => left.find(({ id }) => id === run.id) ?? run);
    return releaseHeld({ ...next, held, publications: publicationsAfter(head, copy) }, released);
  };
}

function shortenedDeliveries(
  deliveries: Delivery[],
  shortened: Publication['shortened'],
): Delivery[] {
  return deliveries.flatMap((delivery) => {
    const days = shortened.get(delivery.id);
    return days === undefined ? [] : [{ ...delivery, days }];
  });
}
