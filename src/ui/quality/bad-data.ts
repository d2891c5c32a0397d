import type { Finding } from '../../core/quality/finding.ts';
import type { QualitySettings } from '../../core/quality/settings.ts';
import type { JournalEntry, JournalFinding } from '../../core/run/journal.ts';

/** What was done about bad data. */
export type Remedy =
  | 'waiting'
  /** Published with a warning; nothing was done. */
  | 'warned'
  | 'rejected'
  | 'repeats'
  /** Fixed and dropped again. */
  | 'fixed'
  | 'discarded'
  /** Published with a reason, though the check failed. */
  | 'overridden'
  /** Limits were changed, or a new normal was accepted. */
  | 'adjusted'
  /** The days were annotated and are no history. */
  | 'annotated';

/** One piece of bad data: what, where, since when, and what became of it. */
export interface BadData {
  key: string;
  /** The check's title, or the file's records. */
  what: string;
  message: string;
  /** Files that brought it, and the days of the run that it is in: '' where none changed. */
  files: string[];
  from: string;
  to: string;
  /** ISO instant of the run that found it. */
  since: string;
  remedy: Remedy;
  by?: string;
  reason?: string;
  /** Id of a held run that still waits. */
  held?: string;
}

const settling: Partial<Record<JournalEntry['kind'], Remedy>> = {
  overridden: 'overridden',
  discarded: 'discarded',
  fixed: 'fixed',
};

/** All that runs found and people annotated, newest first. `waiting` are the ids of held runs. */
export function badData(
  journal: readonly JournalEntry[],
  waiting: ReadonlySet<string>,
  settings: QualitySettings,
): BadData[] {
  const found = journal.flatMap((entry): BadData[] => {
    if (entry.kind === 'held') return [...heldFindings(entry, journal, waiting), ...cleaned(entry)];
    // A mended file that replaced a held run was published with it.
    if (entry.kind === 'published' || entry.kind === 'fixed')
      return [...warnings(entry, settings), ...cleaned(entry)];
    return [];
  });
  return [...found, ...annotated(settings)].sort((a, b) => b.since.localeCompare(a.since));
}

function heldFindings(
  entry: JournalEntry,
  journal: readonly JournalEntry[],
  waiting: ReadonlySet<string>,
): BadData[] {
  // The same files may be held again after a decision: the first decision after this entry is its own.
  const settled = journal
    .filter(({ kind, held, at }) => settling[kind] && held === entry.held && at >= entry.at)
    .toSorted((a, b) => a.at.localeCompare(b.at))[0];
  const isWaiting = !settled && waiting.has(entry.held ?? '');
  return entry.findings.filter(isFailing).map((finding) => ({
    ...pieceOf(entry, finding),
    remedy: (settled && settling[settled.kind]) ?? 'waiting',
    ...(isWaiting && entry.held ? { held: entry.held } : {}),
    ...(settled?.by ? { by: settled.by } : {}),
    ...(settled?.reason ? { reason: settled.reason } : {}),
  }));
}

function warnings(entry: JournalEntry, settings: QualitySettings): BadData[] {
  return entry.findings.filter(isFailing).map((finding) => ({
    ...pieceOf(entry, finding),
    remedy: remedyOf(finding, entry, settings),
  }));
}

function remedyOf({ id }: JournalFinding, entry: JournalEntry, settings: QualitySettings): Remedy {
  const isAnnotated = settings.annotations.some(
    ({ kind, from, to }) => kind !== 'note' && from <= entry.to && entry.from <= to,
  );
  const isAdjusted = [...settings.limits, ...settings.newNormals].some(({ check }) => check === id);
  return isAdjusted ? 'adjusted' : isAnnotated ? 'annotated' : 'warned';
}

/** Records that were rejected or counted once: cleaned on their way in. */
function cleaned(entry: JournalEntry): BadData[] {
  return entry.deliveries.flatMap((delivery) => {
    const piece = (remedy: 'rejected' | 'repeats', count: number): BadData[] =>
      count === 0
        ? []
        : [
            {
              key: `${entry.at} ${entry.generation} ${delivery.name} ${remedy}`,
              what: delivery.name,
              message: String(count),
              files: [delivery.name],
              from: entry.from,
              to: entry.to,
              since: entry.at,
              remedy,
            },
          ];
    return [...piece('rejected', delivery.rejected), ...piece('repeats', delivery.repeats)];
  });
}

function annotated({ annotations }: QualitySettings): BadData[] {
  return annotations
    .filter(({ kind }) => kind === 'fault' || kind === 'outage')
    .map(({ id, text, kind, host, from, to }) => ({
      key: id,
      what: text || kind,
      message: host ?? '',
      files: [],
      from,
      to,
      since: `${from}T00:00:00.000Z`,
      remedy: 'annotated' as const,
    }));
}

function pieceOf(entry: JournalEntry, finding: JournalFinding): Omit<BadData, 'remedy'> {
  return {
    key: `${entry.at} ${entry.generation} ${finding.id}`,
    what: finding.title,
    message: finding.message,
    files: entry.deliveries.map(({ name }) => name),
    from: entry.from,
    to: entry.to,
    since: entry.at,
  };
}

function isFailing({ status }: Pick<Finding, 'status'>): boolean {
  return status === 'warn' || status === 'error';
}
