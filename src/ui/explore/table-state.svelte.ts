import { WorkbenchError } from '../../core/errors.ts';
import {
  binsOf,
  planBins,
  planProfile,
  planTopValues,
  readProfile,
} from '../../core/explore/column-profile.ts';
import type { Bins, ColumnProfile } from '../../core/explore/column-profile.ts';
import { hidesRowIds, planRowIdProbe } from '../../core/explore/row-ids.ts';
import { planCount, planRows } from '../../core/explore/table-view.ts';
import type { RowView, ViewedTable } from '../../core/explore/table-view.ts';
import type { TableInfo } from '../../workbench.ts';
import { saveFile } from '../parts/save-file.ts';
import type { WorkbenchState } from '../workbench-state.svelte.ts';
import { LatestCall } from '../latest-call.ts';
import { RowPages } from './row-pages.svelte.ts';

const mostValues = 12;

/** What a column is made of: bins of its range, or its most frequent values (null included). */
export type ColumnDetail =
  | { kind: 'bins'; bins: Bins; counts: number[] }
  | { kind: 'values'; values: { value: string | null; rows: number }[] };

/** One table and the rows of it that are asked for. */
export class TableState {
  readonly table: TableInfo;
  readonly view: RowView;
  /** Null until the rows are counted. */
  pages = $state.raw<RowPages | null>(null);
  /** Rows of the view; null while they are counted. */
  count = $state<number | null>(null);
  profile = $state.raw<readonly ColumnProfile[] | null>(null);
  open = $state<string | null>(null);
  detail = $state.raw<ColumnDetail | null>(null);
  error = $state.raw<unknown>(null);
  downloading = $state(false);
  #viewed = $state.raw<ViewedTable>();
  #sight: readonly [number, number] = [0, 60];
  readonly #app: WorkbenchState;
  readonly #counting = new LatestCall();
  readonly #profiling = new LatestCall();
  readonly #detailing = new LatestCall();
  readonly #downloading = new LatestCall();

  /** `open`: the column that is shown in detail. */
  constructor(app: WorkbenchState, table: TableInfo, view: RowView, open: string | null) {
    this.#app = app;
    this.open = open;
    this.table = table;
    this.view = view;
  }

  get sql(): string {
    return planRows(this.#viewed ?? this.table, this.view);
  }

  /** Counts, shows and profiles; returns what ends it. */
  start(): () => void {
    void this.#load();
    return () => {
      for (const call of [this.#counting, this.#profiling, this.#detailing]) call.cancel();
      this.#downloading.cancel();
      this.pages?.close();
    };
  }

  async #load(): Promise<void> {
    const { table, view } = this;
    const viewed = await this.#withRowIds();
    if (viewed === undefined) return;
    this.#viewed = viewed;
    await this.#ask(this.#counting, planCount(table, view), ([row]) => {
      this.count = Number(row![0]);
      this.pages = new RowPages(this.#rowsOf, viewed, view, this.count);
      this.pages.want(...this.#sight);
    });
    await this.#ask(this.#profiling, planProfile(table, view), ([row]) => {
      this.profile = readProfile(table, row!).columns;
    });
    if (this.open !== null) await this.show(this.open);
  }

  /** The table, with whether its rows have ids; undefined when that was cancelled or failed. */
  async #withRowIds(): Promise<ViewedTable | undefined> {
    const { table } = this;
    let hasRowIds = false;
    const isKnown = await this.#counting.run(
      (signal) => this.#hasRowIds(signal),
      (has) => (hasRowIds = has),
      (error) => (this.error = error),
    );
    return isKnown ? { ...table, hasRowIds } : undefined;
  }

  async #hasRowIds(signal: AbortSignal): Promise<boolean> {
    if (hidesRowIds(this.table)) return false;
    try {
      await this.#rowsOf(planRowIdProbe(this.table), signal);
      return true;
    } catch (error) {
      if (error instanceof WorkbenchError && error.code === 'query-failed') return false;
      throw error;
    }
  }

  /** Hears which rows are in sight. */
  see(first: number, last: number): void {
    this.#sight = [first, last];
    this.pages?.want(first, last);
  }

  readonly #rowsOf = async (sql: string, signal: AbortSignal) =>
    (await this.#app.workbench.query({ sql }, { signal })).rows;

  #ask(call: LatestCall, sql: string, take: (rows: readonly unknown[][]) => void) {
    return call.run(
      (signal) => this.#rowsOf(sql, signal),
      take,
      (error) => (this.error = error),
    );
  }

  /** Opens a column, or closes it. */
  async show(name: string | null): Promise<void> {
    this.open = name;
    this.detail = null;
    const column = this.table.columns.find((one) => one.name === name);
    const profile = this.profile?.find((one) => one.name === name);
    if (!column || !profile) return;
    const bins = binsOf(column, profile);
    if (bins === undefined) {
      const sql = planTopValues(this.table, column, this.view, mostValues);
      await this.#ask(this.#detailing, sql, (rows) => {
        const values = rows.map(([value, n]) => ({
          value: value === null ? null : String(value),
          rows: Number(n),
        }));
        this.detail = { kind: 'values', values };
      });
      return;
    }
    await this.#ask(this.#detailing, planBins(this.table, column, this.view, bins), (rows) => {
      const counts = bins.edges.slice(1).map(() => 0);
      for (const [bin, n] of rows) counts[Number(bin)] = Number(n);
      this.detail = { kind: 'bins', bins, counts };
    });
  }

  /** Saves the rows of the view as a file. */
  async download(format: 'csv' | 'parquet'): Promise<void> {
    this.downloading = true;
    const { table, view } = this;
    const item = { path: `${table.name}.${format}`, table: table.name, format, view };
    const type = format === 'csv' ? 'text/csv' : 'application/vnd.apache.parquet';
    await this.#downloading.run(
      (signal) => this.#app.workbench.exportFile(item, { signal }),
      ({ path, bytes }) => saveFile(path, new Blob([bytes as Uint8Array<ArrayBuffer>], { type })),
      (error) => (this.error = error),
    );
    this.downloading = false;
  }
}
