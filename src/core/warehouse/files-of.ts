import type { Manifest } from './manifest.ts';
import type { Partition } from './partition.ts';

/** A data file and what of the warehouse is in it. */
export interface NamedFile extends Partition {
  table: string;
  /** '' for a table without partitions. */
  ds: string;
}

/** The files of the published tables, in the order of table and ds; each path once. */
export function publishedFiles({ tables }: Pick<Manifest, 'tables'>): NamedFile[] {
  const files = new Map<string, NamedFile>();
  for (const [table, { partitions }] of Object.entries(tables)) {
    for (const ds of Object.keys(partitions).sort()) {
      const part = partitions[ds]!;
      // Without a store there are no files.
      if (part.file !== '') files.set(part.file, { ...part, table, ds });
    }
  }
  return [...files.values()];
}

/** The staged events of held runs; each path once. */
function heldFiles({ held }: Pick<Manifest, 'held'>): NamedFile[] {
  const named = held.flatMap(({ id, staged }) =>
    Object.entries(staged).map(([ds, part]) => ({ ...part, table: id, ds })),
  );
  const files = named.filter(({ file }) => file !== '').map((part) => [part.file, part] as const);
  return [...new Map(files).values()];
}

/** All data files that a manifest names. */
export function filesOf(manifest: Pick<Manifest, 'tables' | 'held'>): NamedFile[] {
  const files = [...publishedFiles(manifest), ...heldFiles(manifest)];
  return [...new Map(files.map((part) => [part.file, part])).values()];
}

/** Paths in the store that no manifest names: data files and copies of manifests. `kept` are copies to keep. */
export function garbage(
  present: readonly string[],
  manifests: readonly Pick<Manifest, 'tables' | 'held' | 'publications'>[],
  kept: readonly string[],
): string[] {
  const named = new Set(kept);
  for (const manifest of manifests) {
    for (const { file } of filesOf(manifest)) named.add(file);
  }
  return present.filter((path) => !named.has(path));
}
