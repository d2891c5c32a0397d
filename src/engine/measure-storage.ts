import type { NamedFile } from '../core/warehouse/files-of.ts';
import { publishedFiles } from '../core/warehouse/files-of.ts';
import type { StorageInfo } from '../workbench.ts';
import { filesOfAll, keptManifests } from './collect-garbage.ts';
import type { Host } from './ports.ts';
import type { StoredManifest } from './stored-head.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

/** Room on this device and what of it the warehouse takes. Data files are counted by the manifests, not read. */
export async function measureStorage(
  host: Host,
  files: WarehouseFiles | undefined,
  stored: StoredManifest | undefined,
): Promise<StorageInfo> {
  const room = await host.storage?.estimate();
  const manifests = files && stored ? await keptManifests(files, stored) : [];
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

function sizeOf(files: NamedFile[]): { files: number; bytes: number } {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
