import type { NamedFile } from '../core/warehouse/files-of.ts';
import { publishedFiles } from '../core/warehouse/files-of.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { StorageInfo } from '../workbench.ts';
import { filesOfAll } from './collect-garbage.ts';
import type { Host } from './ports.ts';
import { readEarlier } from './shown-head.ts';
import type { StoredManifest } from './stored-head.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

/** Room on this device and what of it the warehouse takes. Data files are counted by the manifests, not read. */
export async function measureStorage(
  host: Host,
  files: WarehouseFiles | undefined,
  stored: StoredManifest | undefined,
): Promise<StorageInfo> {
  const room = await host.storage?.estimate();
  const manifests = files && stored ? await readableManifests(files, stored) : [];
  return {
    usage: room?.usage ?? null,
    quota: room?.quota ?? null,
    persisted: (await host.storage?.persisted()) ?? null,
    live: sizeOf(stored === undefined ? [] : publishedFiles(stored.manifest)),
    kept: sizeOf(filesOfAll(manifests)),
    lastBackup: stored?.manifest.lastBackup ?? null,
    publications: (stored?.manifest.publications ?? []).map(
      ({ generation, publishedAt, verdict, events, from, to }) => ({
        ...{ generation, publishedAt, verdict, events, from, to },
      }),
    ),
  };
}

async function readableManifests(
  files: WarehouseFiles,
  { manifest }: StoredManifest,
): Promise<Manifest[]> {
  const earlier = manifest.publications.map((entry) => readEarlier(files, entry));
  const readable = (await Promise.all(earlier)).filter((one) => one !== undefined);
  return [manifest, ...readable.map((one) => ({ ...one, held: [] }))];
}

function sizeOf(files: NamedFile[]): { files: number; bytes: number } {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
