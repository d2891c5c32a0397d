import { WorkbenchError } from '../core/errors.ts';
import { slotOf, slotPaths } from '../core/warehouse/slot.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import { answersPath } from './answer-cache.ts';
import { filesOfAll } from './collect-garbage.ts';
import { copyOf, readCopy } from './stored-head.ts';
import type { StoredManifest } from './stored-head.ts';
import { findFaults } from './warehouse-files.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

/** One file of a backup: `make` gives its verified bytes. */
export interface BackupItem {
  path: string;
  bytes: number;
  make(): Promise<Uint8Array>;
}

/**
 * What a backup of a warehouse consists of: kept answers, data files, copies of manifests, then the manifest. Publications that are no longer
 * whole are left out. Throws WorkbenchError('warehouse-damaged') when the one in force is not whole.
 */
export async function planBackup(
  files: WarehouseFiles,
  head: StoredManifest,
): Promise<BackupItem[]> {
  const faults = await findFaults(files, filesOfAll([head.manifest]));
  const [file] = faults.keys();
  if (file !== undefined)
    throw new WorkbenchError('warehouse-damaged', `a file of the warehouse is missing: ${file}`);
  const { manifests, copies } = await wholePublications(files, head.manifest);
  const data = filesOfAll([head.manifest, ...manifests]).map((part): BackupItem => ({
    path: part.file,
    bytes: part.bytes,
    make: () => files.verified(part),
  }));
  const own = item(copyOf(head).file, head.bytes);
  // What was asked before, so that a restored warehouse shows its numbers at once.
  const answers = await files.bytes(answersPath);
  const known = answers === undefined ? [] : [item(answersPath, answers)];
  return [...known, ...data, ...copies, own, item(slotPaths[slotOf(head)], head.bytes)];
}

async function wholePublications(
  files: WarehouseFiles,
  head: Manifest,
): Promise<{ manifests: Manifest[]; copies: BackupItem[] }> {
  const manifests: Manifest[] = [];
  const copies: BackupItem[] = [];
  for (const entry of head.publications) {
    const bytes = await files.bytes(entry.file);
    if (bytes === undefined || (await files.sha256(bytes)) !== entry.sha256) continue;
    const manifest = { ...(await readCopy(files, entry)), held: [] };
    if ((await findFaults(files, filesOfAll([manifest]))).size > 0) continue;
    manifests.push(manifest);
    copies.push(item(entry.file, bytes));
  }
  return { manifests, copies };
}

function item(path: string, bytes: Uint8Array): BackupItem {
  // A copy: what is handed out may be handed over, and these bytes are needed again.
  return { path, bytes: bytes.length, make: () => Promise.resolve(bytes.slice()) };
}
