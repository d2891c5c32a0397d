import { WorkbenchError } from '../core/errors.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { Subject } from '../core/subject.ts';
import type { CallOptions, RunInput, Workbench } from '../workbench.ts';
import { inspectDrop } from './inspect-drop.ts';
import type { DroppedFile } from './inspect-drop.ts';
import { loadLive } from './load-live.ts';
import { loadOfShop } from './load-shop.ts';
import { performRun } from './perform-run.ts';
import type { Database } from './ports.ts';
import type { ConfirmedFile } from './run-context.ts';
import { loadOf } from './run-drop.ts';
import type { Load } from './run-drop.ts';
import { generateSampleSources } from './sample-sources.ts';
import type { Session } from './session.ts';

type DropCalls = Pick<Workbench, 'inspect' | 'sample' | 'run' | 'rebuild' | 'saved' | 'rejects'>;

/** The calls that take files in. */
export function dropCalls(session: Session): DropCalls {
  return {
    async inspect({ files, answers = {} }, options) {
      const { host, warehouse, drop: before } = session;
      const remembered = new Map(Object.entries<Mapping>(warehouse.head?.mappings ?? {}));
      const openDatabase = (): Promise<Database> => session.openEngine();
      session.drop = await inspectDrop({ host, openDatabase, files, answers, remembered }, options);
      await before?.dispose();
      return session.drop.files.map((file) => file.shown);
    },
    sample: async (input) => generateSampleSources(session.host, input),
    run: (input, options = {}) => runBoth(session, input, options),
    rebuild: ({ subject }, options = {}) =>
      performRun(
        session,
        loadPublished(session, subject),
        { subjects: new Set([subject]), dryRun: false, onOverlap: 'add', needs: 0 },
        options,
      ),
    async saved(_, options) {
      session.saving?.listen(options?.onProgress);
      await session.saving?.done;
      await session.settled();
      return session.lastCall();
    },
    rejects: async () =>
      session.performed.flatMap((subject) => session.last.get(subject)?.rejects ?? []),
  };
}

/** Runs a drop: files of a website and of a shop are two runs, one after the other, each with a verdict of its own. */
async function runBoth(
  session: Session,
  { files, dryRun = false, onOverlap = 'add', keepContacts = false }: RunInput,
  options: CallOptions,
): Promise<RunReport> {
  const dropped = files.map(({ id, mapping }) => ({ file: droppedFile(session, id), mapping }));
  const ofShop = dropped.flatMap(({ file }) => (file.shown.shop === undefined ? [] : [file]));
  const ofWebsite = confirmedFiles(dropped.filter(({ file }) => file.shown.shop === undefined));
  const how = { dryRun, onOverlap, keepContacts };
  const website = (): Promise<RunReport> => {
    const needs = roomFor(ofWebsite.map(({ file }) => file));
    const manner = { ...how, subjects: new Set<Subject>(['website']), needs };
    return performRun(session, loadOf(ofWebsite), manner, options);
  };
  if (ofShop.length === 0) return website();
  const first = ofWebsite.length > 0 ? await website() : undefined;
  // What cannot be saved is told before anything else is begun.
  if (first?.status === 'published') await session.saving?.done;
  const manner = { ...how, subjects: new Set<Subject>(['shop']), needs: roomFor(ofShop) };
  const shop = await performRun(session, loadOfShop(ofShop), manner, options);
  if (first === undefined) return shop;
  session.performed = ['website', 'shop'];
  return { ...first, also: shop };
}

/** What is live of an area, where anything of it is published. */
function loadPublished({ published }: Session, subject: Subject): Load {
  return async (...run) => {
    if (published.facts.areas.has(subject)) return loadLive(...run);
    throw new WorkbenchError('table-unknown', `nothing of a ${subject} is published yet`);
  };
}

function droppedFile({ drop }: Session, id: string): DroppedFile {
  const file = drop?.files.find((dropped) => dropped.shown.id === id);
  if (file?.recognition === undefined)
    throw new WorkbenchError('file-unreadable', `no such file in this drop: ${id}`);
  return file;
}

function confirmedFiles(
  files: { file: DroppedFile; mapping: Mapping | undefined }[],
): ConfirmedFile[] {
  return files.map(({ file, mapping }) => {
    if (mapping === undefined)
      throw new WorkbenchError('mapping-incomplete', `no mapping: ${file.source.name}`);
    return { file, mapping };
  });
}

/** Bytes that saving a byte of a file takes, measured on the sample; those of a compressed file stand for several. */
const savedShare = { plain: 0.45, compressed: 4 };

function roomFor(files: DroppedFile[]): number {
  return files.reduce((sum, { source }) => {
    const { name, bytes } = source;
    const isCompressed = /\.(gz|zip|parquet)$/i.test(name) || source.folder.includes('.zip');
    return sum + bytes.size * (isCompressed ? savedShare.compressed : savedShare.plain);
  }, 0);
}
