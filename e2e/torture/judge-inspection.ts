import type { Manifest } from '../../src/core/warehouse/manifest.ts';
import { fileOf } from './expected-warehouse.ts';
import type { ExpectedWarehouse, State } from './expected-warehouse.ts';
import type { FileOnDisk, Inspection } from './protocol.ts';

type Tables = Manifest['tables'];

/** What an inspection may find: what each generation that may be the head must hold. */
export type Allowed = Map<number, State>;

/** All that is wrong with a warehouse; empty: nothing. `isExact`: no file lies there that nothing names. */
export function judgeInspection(
  inspection: Inspection,
  allowed: Allowed,
  expected: ExpectedWarehouse,
  isExact: boolean,
): string[] {
  const { head, damage, collectFailure } = inspection;
  const said = damage === null ? [] : [`damage is told: ${JSON.stringify(damage)}`];
  if (isExact && collectFailure !== null) said.push(`garbage stays: ${collectFailure}`);
  const state = allowed.get(head?.generation ?? 0);
  if (state === undefined) {
    const may = [...allowed.keys()].join(' or ');
    return [...said, `the head is generation ${head?.generation ?? 0}, not ${may}`];
  }
  if (head === null) return said;
  const disk = new Map(inspection.disk.map((file) => [file.path, file]));
  return [
    ...said,
    ...wrongContents(head.tables, state, 'the head'),
    ...wrongFiles(head.tables, disk, 'the head'),
    ...lostDeliveries(head, state),
    ...wrongServed(inspection, state),
    ...wrongPublications(inspection, head, state, expected),
    ...(isExact ? [...strayFiles(inspection, head), ...misnamed(inspection)] : []),
  ];
}

function wrongContents(tables: Tables, state: State, of: string): string[] {
  const found = flat(tables).map(
    ([table, ds, { bytes, sha256 }]) => `${table} ${ds} ${bytes} ${sha256}`,
  );
  const wanted = Object.entries(state.contents).flatMap(([table, byDay]) =>
    Object.entries(byDay).map(([ds, token]) => {
      const { bytes, sha256 } = fileOf(table, ds, token);
      return `${table} ${ds} ${bytes} ${sha256}`;
    }),
  );
  return [
    ...wanted.filter((line) => !found.includes(line)).map((line) => `${of} has lost ${line}`),
    ...found
      .filter((line) => !wanted.includes(line))
      .map((line) => `${of} should not have ${line}`),
  ];
}

function wrongFiles(tables: Tables, disk: Map<string, FileOnDisk>, of: string): string[] {
  return flat(tables).flatMap(([, , { file, bytes, sha256 }]) => {
    const found = disk.get(file);
    if (found === undefined) return [`${of} names a file that is not there: ${file}`];
    if (found.bytes === bytes && found.sha256 === sha256) return [];
    return [`${of} names a file that does not verify: ${file}, ${found.bytes} of ${bytes} bytes`];
  });
}

function lostDeliveries(head: Manifest, state: State): string[] {
  const ids = new Set(head.deliveries.map(({ id }) => id));
  return state.deliveries.filter((id) => !ids.has(id)).map((id) => `a delivery is lost: ${id}`);
}

/** Tables of which other files are served than a state has. */
export function wrongServed({ served }: Inspection, state: State): string[] {
  return Object.entries(state.contents).flatMap(([table, byDay]) => {
    const wanted = Object.keys(byDay)
      .sort()
      .map((ds) => fileOf(table, ds, byDay[ds]!).sha256);
    return served[table]?.join() === wanted.join()
      ? []
      : [`what is served of ${table} is other than published`];
  });
}

/** Every publication that can be restored must be whole, and none of the last ones may be missing. */
function wrongPublications(
  { copies, disk }: Inspection,
  head: Manifest,
  { restorable }: State,
  expected: ExpectedWarehouse,
): string[] {
  const files = new Map(disk.map((file) => [file.path, file]));
  const missing = restorable
    .filter((generation) => !head.publications.some((entry) => entry.generation === generation))
    .map((generation) => `cannot be restored: generation ${generation}`);
  const broken = head.publications.flatMap(({ generation, file, sha256 }) => {
    const of = `generation ${generation}`;
    if (files.get(file)?.sha256 !== sha256) return [`the copy of ${of} does not verify: ${file}`];
    const { tables } = JSON.parse(copies[file]!) as Manifest;
    const state = expected.state(generation);
    if (state === undefined) return [`${of} was never published`];
    return [...wrongFiles(tables, files, of), ...wrongContents(tables, state, of)];
  });
  return [...missing, ...broken];
}

/** Of files named by their content, those with another one. A write that was cut off leaves one until it is collected. */
function misnamed({ disk }: Inspection): string[] {
  return disk
    .map(({ path, sha256 }) => ({
      path,
      sha256,
      name: /([0-9a-f]{16})\.(?:parquet|manifest)$/.exec(path)?.[1],
    }))
    .filter(({ name, sha256 }) => name !== undefined && !sha256.startsWith(name))
    .map(({ path }) => `the content of this file is not what its name says: ${path}`);
}

/** Files of the warehouse that neither the head nor a publication that can be restored names. */
function strayFiles({ disk, copies }: Inspection, head: Manifest): string[] {
  const own = Object.keys(copies).filter((path) =>
    path.startsWith(`generations/${head.generation}-`),
  );
  const named = new Set(['manifest.0', 'manifest.1', ...own]);
  for (const [, , { file }] of flat(head.tables)) named.add(file);
  for (const { file } of head.publications) {
    named.add(file);
    const copy = JSON.parse(copies[file] ?? '{"tables":{}}') as Manifest;
    for (const [, , partition] of flat(copy.tables)) named.add(partition.file);
  }
  return disk
    .filter(({ path }) => !named.has(path))
    .map(({ path }) => `nothing names this file: ${path}`);
}

const flat = (tables: Tables) =>
  Object.entries(tables).flatMap(([table, { partitions }]) =>
    Object.entries(partitions).map(([ds, partition]) => [table, ds, partition] as const),
  );
