import { WorkbenchError } from '../../core/errors.ts';
import type { CallOptions, ExportedFile, Workbench } from '../../workbench.ts';

type Source = Pick<Workbench, 'planBackup' | 'backupFile'>;
type Plan = Awaited<ReturnType<Source['planBackup']>>;

/** What a zip without zip64 can hold. */
const mostFiles = 65_000;
const mostBytes = 4_000_000_000;
/** How often a plan is made again because someone published meanwhile. */
const mostPlans = 5;

/** A warehouse at one moment: its manifests as bytes, and the paths of the files that they name. */
export interface BackupPlan {
  files: Plan;
  /** Written last, so that a copy cut short is no warehouse. */
  slots: ExportedFile[];
  bytes: number;
}

export const isSlot = (path: string): boolean => /^manifest\.[01]$/.test(path);

/** Settles what belongs to a copy. The manifests are read first: a publication in between would name other files. */
export async function planCopy(workbench: Source, options: CallOptions): Promise<BackupPlan> {
  let plan = await workbench.planBackup({}, options);
  for (let attempt = 0; attempt < mostPlans; attempt++) {
    const slots: ExportedFile[] = [];
    for (const { path } of plan.filter((file) => isSlot(file.path)))
      slots.push(await workbench.backupFile({ path }, options));
    const again = await workbench.planBackup({}, options);
    if (JSON.stringify(again) === JSON.stringify(plan)) {
      const files = plan.filter(({ path }) => !isSlot(path));
      return { files, slots, bytes: plan.reduce((sum, { bytes }) => sum + bytes, 0) };
    }
    plan = again;
  }
  throw new WorkbenchError('warehouse-busy', 'the warehouse changed while it was copied');
}

/** The files of a backup one after the other, the manifests last. `onShare` hears the share of bytes handed out. */
export async function* backupFiles(
  workbench: Source,
  plan: BackupPlan,
  options: CallOptions,
  onShare: (share: number) => void,
): AsyncIterable<ExportedFile> {
  refuseTooLarge(plan);
  let done = 0;
  for (const { path, bytes } of plan.files) {
    yield await workbench.backupFile({ path }, options);
    onShare((done += bytes) / plan.bytes);
  }
  yield* plan.slots;
  onShare(1);
}

function refuseTooLarge({ files, bytes }: BackupPlan): void {
  if (files.length <= mostFiles && bytes <= mostBytes) return;
  const message = `too large for one zip: ${files.length} files, ${bytes} bytes`;
  throw new WorkbenchError('usage', message);
}
