import { WorkbenchError } from '../core/errors.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { CallOptions, RunInput, Workbench } from '../workbench.ts';
import { inspectDrop } from './inspect-drop.ts';
import type { Database } from './ports.ts';
import type { ConfirmedFile } from './run-context.ts';
import { runDrop } from './run-drop.ts';
import { generateSampleSources } from './sample-sources.ts';
import { startSaving } from './saving.ts';
import type { Session } from './session.ts';

type DropCalls = Pick<Workbench, 'inspect' | 'sample' | 'run' | 'saved' | 'rejects'>;

/** The calls that take files in. */
export function dropCalls(session: Session): DropCalls {
  let isRunning = false;
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
    async run(input, options = {}) {
      if (isRunning) throw new WorkbenchError('warehouse-busy', 'a run is going on already');
      isRunning = true;
      try {
        // A run builds on what is on disk.
        await session.saving?.done.catch(() => {});
        return await runFiles(session, input, options);
      } finally {
        isRunning = false;
      }
    },
    async saved(_, options) {
      session.saving?.listen(options?.onProgress);
      return (await session.saving?.done) ?? session.lastRun();
    },
    rejects: async () => session.last?.rejects ?? [],
  };
}

async function runFiles(
  session: Session,
  input: RunInput,
  options: CallOptions,
): Promise<RunReport> {
  const { dryRun = false, onOverlap = 'add' } = input;
  const context = await session.runContext(options, { dryRun, onOverlap });
  const { db, catalog } = context;
  let isShown = false;
  try {
    const outcome = await runDrop(context, confirmedFiles(session, input), options);
    session.last = outcome;
    if (outcome.report.status !== 'published') return outcome.report;
    const before = await session.published.switchTo(catalog, outcome);
    isShown = true;
    if (before !== undefined) await dropCatalog(db, before, catalog);
    session.saving = startSaving(context, outcome, (report) => {
      session.last = { ...outcome, report };
    });
    return outcome.report;
  } finally {
    if (!isShown) await dropCatalog(db, catalog, session.published.catalog);
  }
}

function confirmedFiles({ drop }: Session, input: RunInput): ConfirmedFile[] {
  return input.files.map(({ id, mapping }) => {
    const file = drop?.files.find((dropped) => dropped.shown.id === id);
    if (file?.recognition === undefined) {
      throw new WorkbenchError('file-unreadable', `no such file in this drop: ${id}`);
    }
    return { file, mapping };
  });
}

/** Detaches a run's database; the connection then stands in `next`. */
async function dropCatalog(db: Database, catalog: string, next = 'memory'): Promise<void> {
  await db.run(`use ${next}; detach database if exists ${catalog}`);
}
