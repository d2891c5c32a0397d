import type { Flag, QualitySettings } from '../settings.ts';
import { dayNumber } from './day-number.ts';
import { annotationOf } from './history.ts';
import type { Judged } from './judged.ts';

/** How much worse an overridden decline must get to hold a run again, and for how many days the leave is remembered. */
const worse = 0.1;
const remembered = 28;

/** What may keep an error from holding the run. */
export interface Circumstances {
  ds: string;
  host: string;
  settings: QualitySettings;
  /** Flags of the same series, those overridden among them; empty where leave is not carried over. */
  flags: readonly Flag[];
  /** Why errors of this day only warn. */
  onlyWarns: string | undefined;
}

/** An error as a warning where the run may not be held for it, with the reason in the message; else as it is. */
export function soften(judged: Judged, circumstances: Circumstances): Judged {
  if (judged.status !== 'error') return judged;
  const reason = reasonToWarn(judged.observed ?? 0, circumstances);
  if (reason === undefined) return judged;
  return { ...judged, status: 'warn', message: `${judged.message} ${reason}` };
}

function reasonToWarn(observed: number, around: Circumstances): string | undefined {
  if (around.onlyWarns !== undefined) return around.onlyWarns;
  const annotation = annotationOf(around.ds, around.host, around.settings);
  if (annotation) return `Annotated as ${annotation.kind}: it only warns.`;
  const leave = lastLeave(around);
  if (leave?.overridden === undefined || observed < leave.overridden * (1 - worse))
    return undefined;
  return `Published with a reason on ${leave.ds}: it only warns until it is 10 % worse.`;
}

function lastLeave({ flags, ds }: Circumstances): Flag | undefined {
  const today = dayNumber(ds);
  return flags
    .filter((flag) => flag.overridden !== undefined)
    .filter((flag) => flag.ds <= ds && today - dayNumber(flag.ds) <= remembered)
    .sort((a, b) => a.ds.localeCompare(b.ds))
    .at(-1);
}
