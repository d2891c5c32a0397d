import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import type { Project } from '../core/project/model.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
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

export interface RunContext {
  host: Host;
  db: Database;
  project: Project;
  models: PlannedModel[];
  tables: PublishedTable[];
  countries: CountryLookup;
  warehouse: Warehouse;
  versions: Record<string, string>;
  /** Attached database that holds the published tables in memory, if any. */
  published: string | undefined;
  /** Name of the attached database that this run builds in. */
  catalog: string;
  dryRun: boolean;
  onOverlap: 'add' | 'replace' | 'fail';
  /** Set where a person publishes a held run: its errors do not hold it again. */
  decision?: Decision;
}
