import type { Manifest } from '../core/warehouse/manifest.ts';
import { publishedFiles } from '../core/warehouse/files-of.ts';
import { withoutShop } from '../core/warehouse/without-shop.ts';
import type { NamedFile } from '../core/warehouse/files-of.ts';
import type { WarehouseDamage } from '../workbench.ts';
import { readCopy } from './stored-head.ts';
import type { StoredManifest } from './stored-head.ts';
import { faultOf, findFaults } from './warehouse-files.ts';
import type { FileFault, WarehouseFiles } from './warehouse-files.ts';

/** What is shown of a warehouse, and why not all of it. */
export interface ShownHead {
  manifest: Manifest;
  damage: WarehouseDamage | null;
}

/**
 * The manifest in force if its files are there; else its record of what people decided with the tables of the newest publication
 * whose files are. `bad`: files that were found changed when they were read.
 */
export async function showHead(
  files: WarehouseFiles,
  { manifest, generation }: StoredManifest,
  bad: ReadonlyMap<string, FileFault>,
): Promise<ShownHead> {
  const missing = await missingOf(files, manifest, bad);
  if (missing.length === 0) return { manifest, damage: null };
  for (const entry of manifest.publications) {
    const earlier = await readEarlier(files, entry);
    if (earlier === undefined || (await missingOf(files, earlier, bad)).length > 0) continue;
    const damage = { generation, shown: entry.generation, missing };
    return { manifest: withTablesOf(manifest, earlier), damage };
  }
  const nothing = {
    ...withoutShop(manifest),
    tables: {},
    deliveries: [],
    checks: [],
    lastRun: null,
    flags: [],
  };
  return { manifest: nothing, damage: { generation, shown: 0, missing } };
}

/** `record` with the tables of another manifest, and what is said about them. */
export function withTablesOf(
  record: Manifest,
  { tables, deliveries, checks, versions, lastRun, shop, flags, publishedAt }: Manifest,
): Manifest {
  return {
    ...withoutShop(record),
    ...(shop && { shop }),
    tables,
    deliveries,
    checks,
    versions,
    lastRun,
    flags,
    publishedAt,
  };
}

async function missingOf(
  files: WarehouseFiles,
  manifest: Manifest,
  bad: ReadonlyMap<string, FileFault>,
): Promise<WarehouseDamage['missing']> {
  const named = publishedFiles(manifest);
  const faults = new Map([...(await findFaults(files, named)), ...bad]);
  const isBad = ({ file }: NamedFile): boolean => faults.has(file);
  return named
    .filter(isBad)
    .map(({ table, ds, file }) => ({ table, ds, reason: faults.get(file)! }));
}

/** The manifest of a publication that can be put back; undefined when its copy is missing or changed. */
export async function readEarlier(
  files: WarehouseFiles,
  entry: Manifest['publications'][number],
): Promise<Manifest | undefined> {
  try {
    return await readCopy(files, entry);
  } catch (error) {
    // One publication less to put back: it is told when somebody asks for it.
    if (faultOf(error) !== undefined) return undefined;
    throw error;
  }
}
