import { WorkbenchError } from '../core/errors.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import type { RunInput, Workbench } from '../workbench.ts';
import { inspectDrop } from './inspect-drop.ts';
import { performRun } from './perform-run.ts';
import type { Database } from './ports.ts';
import type { ConfirmedFile } from './run-context.ts';
import { loadOf } from './run-drop.ts';
import { generateSampleSources } from './sample-sources.ts';
import type { Session } from './session.ts';

type DropCalls = Pick<Workbench, 'inspect' | 'sample' | 'run' | 'saved' | 'rejects'>;

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
    async run({ files, dryRun = false, onOverlap = 'add' }, options = {}) {
      const confirmed = confirmedFiles(session, files);
      return performRun(
        session,
        loadOf(confirmed),
        { dryRun, onOverlap, needs: roomFor(confirmed) },
        options,
      );
    },
    async saved(_, options) {
      session.saving?.listen(options?.onProgress);
      const report = await session.saving?.done;
      await session.settled();
      return report ?? session.lastRun();
    },
    rejects: async () => session.last?.rejects ?? [],
  };
}

function confirmedFiles({ drop }: Session, files: RunInput['files']): ConfirmedFile[] {
  return files.map(({ id, mapping }) => {
    const file = drop?.files.find((dropped) => dropped.shown.id === id);
    if (file?.recognition === undefined) {
      throw new WorkbenchError('file-unreadable', `no such file in this drop: ${id}`);
    }
    if (mapping === undefined)
      throw new WorkbenchError('mapping-incomplete', `no mapping: ${file.source.name}`);
    return { file, mapping };
  });
}

/** Bytes that saving a byte of a file takes, measured on the sample; those of a compressed file stand for several. */
const savedShare = { plain: 0.45, compressed: 4 };

function roomFor(files: ConfirmedFile[]): number {
  return files.reduce((sum, { file }) => {
    const { name, bytes } = file.source;
    const isCompressed = /\.(gz|zip|parquet)$/i.test(name) || file.source.folder.includes('.zip');
    return sum + bytes.size * (isCompressed ? savedShare.compressed : savedShare.plain);
  }, 0);
}
