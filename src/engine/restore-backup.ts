import type { Manifest } from '../core/warehouse/manifest.ts';
import { restoreManifest } from '../core/warehouse/restore-manifest.ts';
import type { SourceFile } from '../workbench.ts';
import { answersPath } from './answer-cache.ts';
import type { HeadOfStore } from './head-of-store.ts';
import { openDrop } from './open-drop.ts';
import type { Host } from './ports.ts';
import { readBackup } from './read-backup.ts';
import type { Backup } from './read-backup.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

/**
 * Copies a backup's files into the store, each verified, then makes the generation that names them. Nothing that is in force is
 * touched before. Throws as `readBackup`, `warehouse-damaged` for a file that is missing or changed, and `storage-full`.
 */
export async function restoreBackup(
  host: Host,
  head: HeadOfStore,
  sources: SourceFile[],
  ensureRoom: (bytes: number) => Promise<void>,
): Promise<Manifest> {
  const drop = await openDrop(sources, host);
  try {
    const [refusal] = drop.refusals;
    if (refusal !== undefined) throw refusal.error;
    const backup = await readBackup(drop.files, host);
    const parts = [...backup.needed, ...backup.earlier.data];
    await ensureRoom(parts.reduce((sum, { bytes }) => sum + bytes, 0));
    if (head.files !== undefined) await copyFiles(backup, head.files);
    // All that it names was compared with its hash just now.
    head.bad.clear();
    const createdAt = host.now().toISOString();
    const manifest = { ...backup.manifest, publications: backup.earlier.copies };
    return await head.commit((current, copy) =>
      restoreManifest(current, manifest, { createdAt, copy }),
    );
  } finally {
    await drop.dispose();
  }
}

async function copyFiles({ files, needed, earlier }: Backup, to: WarehouseFiles): Promise<void> {
  for (const part of [...needed, ...earlier.data, ...earlier.copies]) {
    await to.keep(part.file, await files.verified(part), part.sha256);
  }
  // They hold for rows with the same content hashes alone: answers of other rows are none.
  const answers = await files.bytes(answersPath);
  if (answers !== undefined) await to.store.write(answersPath, answers);
}
