import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { MappingAnswers } from '../../core/ingest/mapping.ts';
import type { DeliveryReport, RunReport } from '../../core/run/run-report.ts';
import { openLocalFile } from '../../hosts/node/local-file.ts';
import { openNodeHost } from '../../hosts/node/open-node-host.ts';
import { shippedModels } from '../../models/index.ts';
import type {
  ByteSource,
  InspectedFile,
  RunInput,
  SourceFile,
  Workbench,
} from '../../workbench.ts';
import { createWorkbench } from '../create-workbench.ts';

export interface Loaded {
  inspected: InspectedFile[];
  /** Files refused at inspection, left with an open question, or refused while they were read: name and sentence. */
  refused: { file: string; message: string; option?: string | undefined }[];
  /** Undefined when no file was left to load. */
  report: RunReport | undefined;
}

export type LoadOptions = Pick<RunInput, 'dryRun' | 'onOverlap' | 'keepContacts'> & {
  answers?: MappingAnswers;
  signal?: AbortSignal;
  onProgress?: NonNullable<Parameters<Workbench['run']>[1]>['onProgress'];
};

/** The whole engine on a folder that goes away again. */
export interface House {
  workbench: Workbench;
  /** Folder of the warehouse. */
  folder: string;
  /** Inspects, takes every guess, runs, and waits until it is on disk. */
  load(files: SourceFile[], options?: LoadOptions): Promise<Loaded>;
  /** Rows of a query as plain objects. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Closes the workbench and opens another on the same folder. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** `shared`: the folder of another house's warehouse, whose house removes it. */
export async function openHouse(shared?: string): Promise<House> {
  const folder = shared ?? (await mkdtemp(join(tmpdir(), 'homegrown-house-')));
  const warehouse = shared ?? join(folder, 'warehouse');
  const open = async () => {
    const host = await openNodeHost({ warehouse, threads: 2 });
    const workbench = await createWorkbench(host, {
      models: shippedModels,
      versions: { homegrown: 'test' },
    });
    return { host, workbench };
  };
  let opened = await open();
  const shut = async () => {
    await opened.workbench.close();
    await opened.host.dispose();
  };
  return {
    get workbench() {
      return opened.workbench;
    },
    folder: warehouse,
    load: (files, options) => loadInto(opened.workbench, files, options),
    async query(sql) {
      const { columns, rows } = await opened.workbench.query({ sql });
      return rows.map((row) =>
        Object.fromEntries(row.map((value, i) => [columns[i]!.name, value])),
      );
    },
    async reopen() {
      await shut();
      opened = await open();
    },
    async close() {
      await shut();
      if (shared === undefined) await rm(folder, { recursive: true });
    },
  };
}

export async function loadInto(
  workbench: Workbench,
  files: SourceFile[],
  { answers, signal, onProgress, ...input }: LoadOptions = {},
): Promise<Loaded> {
  const options = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const inspected = await workbench.inspect({ files, ...(answers && { answers }) }, options);
  const refused = inspected.flatMap(refusalsOf);
  const ready = inspected.filter((file) => refusalsOf(file).length === 0);
  if (ready.length === 0) return { inspected, refused, report: undefined };
  const confirmed = ready.map(({ id, guess }) => ({
    id,
    ...(guess && { mapping: guess.mapping }),
  }));
  const built = await workbench.run({ files: confirmed, ...input }, options);
  const isSaved = [built, built.also].some((run) => run?.status === 'published');
  const report = isSaved ? ((await workbench.saved()) ?? built) : built;
  const deliveries = [...report.deliveries, ...(report.also?.deliveries ?? [])];
  const late = deliveries.flatMap(({ status, name, message }) =>
    status === 'refused' ? [{ file: name, message: message ?? '' }] : [],
  );
  return { inspected, refused: [...refused, ...late], report };
}

function refusalsOf({ name, refusal, guess }: InspectedFile): Loaded['refused'] {
  if (refusal !== undefined) return [{ file: name, message: refusal.message }];
  return (guess?.questions ?? []).map(({ option, message }) => ({ file: name, message, option }));
}

/** A dropped file made of text or bytes. */
export function textFile(name: string, content: string | Uint8Array, folder = ''): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, folder, bytes: new Blob([bytes as Uint8Array<ArrayBuffer>]) as ByteSource };
}

/** A file of the disk, as dropped. */
export async function diskFile(path: string, folder = ''): Promise<SourceFile> {
  return { name: basename(path), folder, bytes: await openLocalFile(path) };
}

/** Every file under a folder, sorted. */
export async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What the run says of one file. */
export function delivery(loaded: Loaded, name: string): DeliveryReport | undefined {
  const { report } = loaded;
  const all = [...(report?.deliveries ?? []), ...(report?.also?.deliveries ?? [])];
  return all.find((found) => found.name === name);
}

/** Content hashes of a published table, by ds. */
export function contentHashes(report: RunReport | undefined, table: string): [string, string][] {
  const found = report?.tables.find(({ name }) => name === table);
  return (found?.partitions ?? []).map(({ ds, contentHash }) => [ds, contentHash]);
}
