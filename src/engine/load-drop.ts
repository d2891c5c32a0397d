import { WorkbenchError, throwIfCancelled } from '../core/errors.ts';
import { checkMapping } from '../core/ingest/guess-mapping.ts';
import { planStarFromCatalog, planStarFromStaged } from '../core/ingest/plan-star.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import type { Reject } from '../core/ingest/record-reader.ts';
import { sameName } from '../core/run/mends.ts';
import type { DeliveryReport } from '../core/run/run-report.ts';
import type { Delivery } from '../core/warehouse/delivery.ts';
import { findHeldAgain } from './held-again.ts';
import type { HeldAgain } from './held-again.ts';
import type { DroppedFile } from './inspect-drop.ts';
import { loadFile } from './load-file.ts';
import { openSource } from './open-source.ts';
import type { Database } from './ports.ts';
import type { ConfirmedFile, RunContext } from './run-context.ts';
import { reclassifyKept } from './reclassify-kept.ts';
import type { RunSteps } from './run-steps.ts';

/** What loading a drop came to. */
export interface LoadedDrop {
  reports: DeliveryReport[];
  rejects: { file: string; rejects: Reject[]; total: number }[];
  superseded: string[];
  /** Days left to deliveries of which others were replaced. */
  shortened: Map<string, DeliveryReport['days']>;
  /** Mappings used, by the shape of the source. */
  mappings: Record<string, Mapping>;
  /** Nothing is brought, and yet all is to be built: what is built has changed. */
  isRebuild?: boolean;
}

/** Nothing loaded yet. */
export function nothingLoaded(): LoadedDrop {
  return { reports: [], rejects: [], superseded: [], shortened: new Map(), mappings: {} };
}

/** Loads every confirmed file into the star; a bad one is refused and the rest goes on. */
export async function loadDrop(
  context: RunContext,
  files: ConfirmedFile[],
  steps: RunSteps,
  signal: AbortSignal | undefined,
): Promise<LoadedDrop> {
  const { host, warehouse } = context;
  const again = await findHeldAgain(host, warehouse.held('website'), files);
  const result = nothingLoaded();
  const total = files.reduce((sum, { file }) => sum + file.source.bytes.size, 0) || 1;
  let done = 0;
  for (const confirmed of files) {
    throwIfCancelled(signal);
    const { name, bytes } = confirmed.file.source;
    const before = result.reports.reduce((sum, { seen }) => sum + seen, 0);
    const onShare = (share: number, rows: number): void =>
      steps.at('read', (done + share * bytes.size) / total, {
        file: name,
        rows: before + rows,
      });
    const known = again.get(bytes);
    if (known !== undefined) {
      result.reports.push(heldAlready(confirmed.file, known));
      continue;
    }
    try {
      await loadConfirmed(context, confirmed, result, { signal, onShare });
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code === 'cancelled') throw error;
      await forgetFile(context.db);
      result.reports.push(refusal(confirmed.file, error));
    }
    done += bytes.size;
  }
  const kept = warehouse.deliveries().filter(({ id }) => !result.superseded.includes(id));
  if (kept.length > 0 && result.reports.some((report) => report.status === 'loaded')) {
    steps.at('enrich', 0.9);
    await loadKept(context, kept, signal);
  }
  return result;
}

async function loadConfirmed(
  { db, host, warehouse, countries, project }: RunContext,
  { file, mapping }: ConfirmedFile,
  result: LoadedDrop,
  options: { signal: AbortSignal | undefined; onShare: (share: number, rows: number) => void },
): Promise<void> {
  const { name, bytes } = file.source;
  const recognition = file.recognition!;
  const [open] = checkMapping(mapping, recognition);
  if (open !== undefined)
    throw new WorkbenchError('question-open', open.message, { file: name, option: open.option });
  const opened = await openSource(file.source, recognition, host, options);
  try {
    const known = [
      ...warehouse.deliveries(),
      ...result.reports.filter(({ status }) => status === 'loaded'),
    ];
    // Hashing goes on beside reading, unless a file of this very size is there already.
    if (known.some((delivery) => delivery.bytes === bytes.size)) {
      const sha256 = await opened.sha256();
      if (known.some((delivery) => delivery.sha256 === sha256)) {
        result.reports.push(
          unchanged(
            { id: sha256.slice(0, 16), name, sha256, bytes: bytes.size },
            recognition.label,
            'these bytes are already in the warehouse',
          ),
        );
        return;
      }
    }
    const outcome = await loadFile({
      db,
      name,
      opened,
      recognition,
      mapping,
      countries,
      rules: project.rules,
      notes: file.shown.guess?.notes ?? [],
      now: host.now(),
      ...options,
    });
    const sha256 = await opened.sha256();
    result.reports.push({ ...outcome.report, sha256, bytes: bytes.size, status: 'loaded' });
    result.rejects.push({ file: name, rejects: outcome.rejects, total: outcome.report.rejected });
    result.mappings[file.shown.shape!] = mapping;
    result.superseded.push(
      ...warehouse.deliveries().flatMap((other) => (sameName(other.name, name) ? [other.id] : [])),
    );
  } finally {
    await opened.dispose();
  }
}

/**
 * Adds the deliveries that stay live, from the published run's memory where it is there, else from the warehouse; by the rules in
 * force, where they were published by others.
 */
export async function loadKept(
  context: RunContext,
  kept: readonly Delivery[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (kept.length === 0) return;
  const { db, warehouse, published, project, rulesBefore } = context;
  const ids = kept.map(({ id }) => id);
  if (published.website !== undefined) {
    await db.run(planStarFromCatalog(published.website, ids), { signal });
  } else {
    await warehouse.loadStaged(db, 'load.staged', ids);
    await db.run(planStarFromStaged(kept), { signal });
    await forgetFile(db);
  }
  await reclassifyKept(db, { before: rulesBefore, after: project.rules }, ids, signal);
}

/** Empties the tables of one load. */
export async function forgetFile(db: Database): Promise<void> {
  await db.run('drop schema load cascade; create schema load');
}

/** A file that waits in a held run already. */
export function heldAlready(
  { source, recognition }: DroppedFile,
  known: HeldAgain,
): DeliveryReport {
  const { sha256, held } = known;
  const about = { id: sha256.slice(0, 16), name: source.name, sha256, bytes: source.bytes.size };
  return unchanged(about, recognition?.label ?? '', `these bytes wait in a held run: ${held}`);
}

type About = Pick<DeliveryReport, 'id' | 'name' | 'sha256' | 'bytes'>;

function blankReport(about: About, format: string): DeliveryReport {
  const counts = {
    textBytes: 0,
    bytesRead: 0,
    seen: 0,
    accepted: 0,
    rejected: 0,
    repeats: 0,
    personalDropped: 0,
  };
  return { ...about, format, status: 'refused', ...counts, rejectReasons: {}, notes: [], days: [] };
}

/** A file that brings nothing new. */
export function unchanged(about: About, format: string, message: string): DeliveryReport {
  return { ...blankReport(about, format), status: 'unchanged', message };
}

/** A file that could not be loaded. */
export function refusal(file: DroppedFile, error: WorkbenchError): DeliveryReport {
  const { name, bytes } = file.source;
  const blank = blankReport(
    { id: '', name, sha256: '', bytes: bytes.size },
    file.recognition?.label ?? '',
  );
  return { ...blank, message: error.message };
}
