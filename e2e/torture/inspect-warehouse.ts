import type { Database } from '../../src/engine/ports.ts';
import type { Warehouse } from '../../src/engine/warehouse.ts';
import { fileOnDisk, filesBelow, sha256Of, warehouseFolder } from './files-in-opfs.ts';
import type { Inspection } from './protocol.ts';

/** Bytes of a slot or of a copy before its JSON. */
const headerBytes = 16;

/** What an opened warehouse says and serves, and what lies on the disk, read past it. */
export async function inspectWarehouse(warehouse: Warehouse): Promise<Inspection> {
  const files = await filesBelow(await warehouseFolder());
  const disk = await Promise.all([...files].map(([path, file]) => fileOnDisk(path, file)));
  const copies: Inspection['copies'] = {};
  for (const [path, file] of files)
    if (path.startsWith('generations/')) copies[path] = await file.slice(headerBytes).text();
  const served: Inspection['served'] = {};
  for (const table of Object.keys(warehouse.head?.tables ?? {}))
    await serve(warehouse, table, (served[table] = []));
  const { damage } = warehouse;
  const failure = warehouse.collectFailure;
  const collectFailure = failure === undefined ? null : String(failure);
  return { head: warehouse.head ?? null, damage, collectFailure, disk, copies, served };
}

/** Mounts a table in something that hashes what it is given; `hashes` keeps them, also when the read fails on the way. */
export async function serve(warehouse: Warehouse, table: string, hashes: string[]): Promise<void> {
  const reader = {
    run: async () => {},
    readParquet: async (_name: string, source: Blob) =>
      void hashes.push(await sha256Of(await source.arrayBuffer())),
  } as unknown as Database;
  await warehouse.mount(reader, table);
}
