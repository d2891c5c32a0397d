import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import type { Project } from '../core/project/model.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import type { Rules } from '../core/rules/rules.ts';
import type { Subject } from '../core/subject.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { JournalDraft } from '../core/warehouse/next-manifest.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { Decision } from './decision.ts';
import type { DroppedFile } from './inspect-drop.ts';
import type { Database, Host } from './ports.ts';
import type { Warehouse } from './warehouse.ts';

/** A file of the drop and the mapping the person confirmed. */
export interface ConfirmedFile {
  file: DroppedFile;
  mapping: Mapping;
}

/** A change of the project that a run publishes together with the tables that it makes. */
export interface RunChange {
  /** Tables that it may change; the others are taken over as they are published. */
  tables: ReadonlySet<string>;
  /** A person wants it although checks fail. */
  isForced: boolean;
  /** How the journal tells of it. */
  about: Pick<JournalDraft, 'kind' | 'reason' | 'by'>;
  /** Puts the files into the generation that names the tables. */
  complete(manifest: Manifest): Manifest;
}

export interface RunContext {
  host: Host;
  db: Database;
  project: Project;
  /** Rules that ship, and those that what is published was made by. */
  shippedRules: Rules;
  rulesBefore: Rules;
  models: PlannedModel[];
  tables: PublishedTable[];
  /** Names of tables whose rows of a day may come of any other. */
  acrossDays: ReadonlySet<string>;
  countries: CountryLookup;
  warehouse: Warehouse;
  versions: Record<string, string>;
  /** Attached databases that hold the published tables in memory, by subject area; none for those that lie on disk only. */
  published: Readonly<Partial<Record<Subject, string>>>;
  /** Areas that this run builds, audits and publishes; `models` and `tables` are theirs. */
  subjects: ReadonlySet<Subject>;
  /** Contacts of a shop's people are kept; absent: they are left out. */
  keepContacts?: boolean;
  /** Name of the attached database that this run builds in. */
  catalog: string;
  dryRun: boolean;
  onOverlap: 'add' | 'replace' | 'fail';
  /** Set where a person publishes a held run: its errors do not hold it again. */
  decision?: Decision;
  /** The person's files where they came with the workbench: they are kept with the tables that they make. */
  own?: Readonly<Record<string, string>>;
  /** Set where the project is changed, and nothing is brought. */
  change?: RunChange;
}
