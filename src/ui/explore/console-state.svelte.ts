import { SvelteMap } from 'svelte/reactivity';
import type { QueryResult, TableInfo, Workbench } from '../../workbench.ts';
import { exploreWords as words } from '../explore-words.ts';
import { instantNow } from '../instant-now.ts';
import { readConsole, writeConsole } from './console-store.ts';
import type { PastQuery } from './console-store.ts';
import { LatestCall } from '../latest-call.ts';
import { takeHanded } from '../open-in-console.ts';

/** Rows that a result shows at most. */
const resultLimit = 10_000;

/** Seconds after which a query that nobody ends is ended; null: never. */
export const timeLimits = [10, 60, 600, null] as const;
type TimeLimit = (typeof timeLimits)[number];
const usualLimit = 60;

/** A query being written, and what it gave. */
export class ConsoleTab {
  readonly name: number;
  sql = $state('');
  result = $state.raw<QueryResult | null>(null);
  error = $state.raw<unknown>(null);
  busy = $state(false);
  cancelled = $state(false);
  /** What was run last. */
  ran = '';
  seconds = $state(0);
  readonly call = new LatestCall();

  constructor(name: number, sql: string) {
    this.name = name;
    this.sql = sql;
  }
}

/** The tabs of the console and the queries that were run. */
export class ConsoleState {
  tabs = $state.raw<readonly ConsoleTab[]>([]);
  shown = $state(0);
  history = $state.raw<readonly PastQuery[]>([]);
  timeLimit = $state<TimeLimit>(usualLimit);
  readonly tab = $derived(this.tabs[Math.min(this.shown, this.tabs.length - 1)]!);
  tables = new SvelteMap<string, readonly string[]>();
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    const kept = readConsole(localStorage, words.console.start('core.fct_website_events'));
    this.tabs = kept.tabs.map(({ name, sql }) => new ConsoleTab(name, sql));
    this.shown = kept.shown;
    this.history = kept.history;
    this.timeLimit = timeLimits.find((one) => one === kept.seconds) ?? usualLimit;
    if (kept.seconds === null) this.timeLimit = null;
    this.takeHanded();
  }

  /** Opens the query that another screen handed over. */
  takeHanded(): void {
    const sql = takeHanded();
    if (sql !== undefined) this.open(sql);
  }

  async loadCatalogue(): Promise<void> {
    const tables: TableInfo[] = await this.#workbench.tables();
    for (const { name, columns } of tables)
      this.tables.set(
        name,
        columns.map((column) => column.name),
      );
  }

  open(sql: string): void {
    const name = Math.max(0, ...this.tabs.map((tab) => tab.name)) + 1;
    this.tabs = [...this.tabs, new ConsoleTab(name, sql)];
    this.shown = this.tabs.length - 1;
    this.keep();
  }

  close(index: number): void {
    this.tabs[index]!.call.cancel();
    this.tabs = this.tabs.filter((_, i) => i !== index);
    if (this.tabs.length === 0) this.tabs = [new ConsoleTab(1, '')];
    this.shown = Math.max(0, this.shown >= index ? this.shown - 1 : this.shown);
    this.keep();
  }

  keep(): void {
    writeConsole(localStorage, {
      tabs: this.tabs.map(({ name, sql }) => ({ name, sql })),
      shown: this.shown,
      history: [...this.history],
      seconds: this.timeLimit,
    });
  }

  setTimeLimit(limit: TimeLimit): void {
    this.timeLimit = limit;
    this.keep();
  }

  async run(tab: ConsoleTab, sql: string, limit = this.timeLimit): Promise<void> {
    const began = performance.now();
    const at = instantNow();
    const end = (result: QueryResult | null, error: unknown): void => {
      const seconds = (performance.now() - began) / 1000;
      Object.assign(tab, { result, error, seconds, busy: false });
      const rows = result?.rows.length ?? null;
      this.history = [{ sql, at, seconds, rows }, ...this.history.filter((one) => one.sql !== sql)];
      this.keep();
    };
    Object.assign(tab, { busy: true, cancelled: false, error: null, ran: sql });
    const within = limit === null ? {} : { seconds: limit };
    await tab.call.run(
      (signal) => this.#workbench.query({ sql, limit: resultLimit, ...within }, { signal }),
      (result) => end(result, null),
      (error) => end(null, error),
    );
  }

  cancel(tab: ConsoleTab): void {
    if (!tab.busy) return;
    tab.call.cancel();
    Object.assign(tab, { busy: false, cancelled: true });
  }

  forget(): void {
    this.history = [];
    this.keep();
  }

  /** Ends what runs: nobody waits for it any more. */
  leave(): void {
    for (const tab of this.tabs) this.cancel(tab);
    this.keep();
  }
}
