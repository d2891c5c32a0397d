import type { JournalEntry, JournalFinding, JournalKind } from './journal.ts';

/** What a person, or a later file, decided. */
export interface StateDecision {
  at: string;
  kind: JournalKind;
  /** "Published with failing checks", "Discarded". */
  what: string;
  by?: string;
  reason?: string;
}

/** One day in the life of the warehouse: what came in, what passed, what is held, who decided what. */
export interface StateDay {
  /** Day in UTC. */
  ds: string;
  /** One sentence. */
  summary: string;
  deliveries: JournalEntry['deliveries'];
  /** Of the day's runs that were published or held: those that did not pass, each once, worst first. */
  findings: JournalFinding[];
  /** Verdicts of runs held that day that no later entry settles. */
  held: string[];
  decisions: StateDecision[];
  /** All entries of the day, newest first. */
  entries: JournalEntry[];
}

/** Words for what happened, as a decision. */
const decided: Partial<Record<JournalKind, string>> = {
  overridden: 'Published with failing checks',
  discarded: 'Discarded a held run',
  fixed: 'A mended file replaced a held run',
  undone: 'Put back an earlier publication',
  restored: 'Restored a backup',
  settings: 'Changed the settings of checks',
  project: 'Changed models, tests or metrics',
};

/** Entries of runs that were published. */
const publishing = new Set<JournalKind>(['published', 'overridden', 'fixed']);

/** The journal by day (UTC), newest first. */
export function stateOfData(journal: readonly JournalEntry[]): StateDay[] {
  const days = new Map<string, JournalEntry[]>();
  for (const entry of journal.toSorted((a, b) => b.at.localeCompare(a.at))) {
    const ds = entry.at.slice(0, 10);
    days.set(ds, [...(days.get(ds) ?? []), entry]);
  }
  return [...days].map(([ds, entries]) => stateDay(ds, entries, journal));
}

function stateDay(ds: string, entries: JournalEntry[], journal: readonly JournalEntry[]): StateDay {
  const held = entries.filter((one) => one.kind === 'held' && !isSettled(one, journal));
  const day = {
    ds,
    // What is decided on later came in with the run that was held: it is not counted again.
    deliveries: entries
      .filter(({ kind }) => kind === 'published' || kind === 'held' || kind === 'fixed')
      .flatMap(({ deliveries }) => deliveries),
    findings: findingsOfDay(entries),
    held: held.map(({ verdict }) => verdict),
    decisions: entries.flatMap(decisionOf),
    entries,
  };
  return { ...day, summary: summaryOf(day) };
}

/** The same files may be held again after a decision: only a later one counts. */
function isSettled({ held, at }: JournalEntry, journal: readonly JournalEntry[]): boolean {
  return journal.some((one) => one.kind !== 'held' && one.held === held && one.at >= at);
}

function findingsOfDay(entries: JournalEntry[]): JournalFinding[] {
  const byId = new Map<string, JournalFinding>();
  for (const finding of entries.flatMap(({ findings }) => findings)) {
    if (finding.status !== 'warn' && finding.status !== 'error') continue;
    const known = byId.get(finding.id);
    if (!known || (known.status === 'warn' && finding.status === 'error'))
      byId.set(finding.id, finding);
  }
  const all = [...byId.values()];
  return [...all.filter(isError), ...all.filter((one) => !isError(one))];
}

function isError({ status }: JournalFinding): boolean {
  return status === 'error';
}

function decisionOf({ at, kind, by, reason }: JournalEntry): StateDecision[] {
  const what = decided[kind];
  if (what === undefined) return [];
  return [{ at, kind, what, ...(by ? { by } : {}), ...(reason ? { reason } : {}) }];
}

function summaryOf({ deliveries, findings, held, entries }: Omit<StateDay, 'summary'>): string {
  const published = entries.filter(({ kind }) => publishing.has(kind)).length;
  const sum = (key: 'accepted' | 'rejected') =>
    deliveries.reduce((total, one) => total + one[key], 0);
  const parts = [
    deliveries.length > 0
      ? `${counted(deliveries.length, 'file')} came in: ${counted(sum('accepted'), 'record')} accepted, ${sum('rejected').toLocaleString('en')} rejected.`
      : 'No file came in.',
    published > 0 ? `${counted(published, 'run')} published.` : '',
    held.length > 0 ? `${counted(held.length, 'run')} held and waiting.` : '',
    findings.length > 0 ? `${counted(findings.length, 'check')} did not pass.` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
}
