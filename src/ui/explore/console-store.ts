const key = 'homegrown.console';
const mostHistory = 100;
const mostLetters = 20_000;

/** A query that was run. */
export interface PastQuery {
  sql: string;
  /** Instant. */
  at: string;
  seconds: number;
  /** Rows that were shown; null: it failed. */
  rows: number | null;
}

/** What of the console outlives the page. */
export interface KeptConsole {
  tabs: { name: number; sql: string }[];
  shown: number;
  history: PastQuery[];
  /** Seconds that a query may take; null: as long as it wants. Absent in what earlier versions kept. */
  seconds?: number | null;
}

/** Reads what was kept; a new console where there is nothing that can be read. */
export function readConsole(store: Pick<Storage, 'getItem'>, first: string): KeptConsole {
  const fresh = { tabs: [{ name: 1, sql: first }], shown: 0, history: [] };
  try {
    const kept = JSON.parse(store.getItem(key) ?? 'null') as KeptConsole | null;
    return kept && kept.tabs.length > 0 && Array.isArray(kept.history) ? kept : fresh;
  } catch {
    // Written by something else: the console starts anew.
    return fresh;
  }
}

/** Keeps it. What this browser has no room for is kept for this page only. */
export function writeConsole(store: Pick<Storage, 'setItem'>, kept: KeptConsole): void {
  const history = kept.history.slice(0, mostHistory).filter(({ sql }) => sql.length <= mostLetters);
  try {
    store.setItem(key, JSON.stringify({ ...kept, history }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
