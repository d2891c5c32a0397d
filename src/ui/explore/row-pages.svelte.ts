import { SvelteMap } from 'svelte/reactivity';
import { planRowsById } from '../../core/explore/row-ids.ts';
import { planPage } from '../../core/explore/table-view.ts';
import type { RowView, ViewedTable } from '../../core/explore/table-view.ts';
import type { QueryResult } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';
import { RowOrder } from './row-order.ts';

type GridRow = QueryResult['rows'][number];
type Ask = (sql: string, signal: AbortSignal) => Promise<readonly GridRow[]>;

const pageRows = 200;
const mostPages = 40;

/** The rows of one view, a page at a time, as far as they were in sight; the pages least recently seen are forgotten. */
export class RowPages {
  error = $state.raw<unknown>(null);
  /** Whether rows wait for a long order to be found. */
  sorting = $state(false);
  readonly #ask: Ask;
  readonly #table: ViewedTable;
  readonly #view: RowView;
  readonly #total: number;
  readonly #order: RowOrder | undefined;
  readonly #pages = new SvelteMap<number, readonly GridRow[]>();
  readonly #calls = new SvelteMap<number, AbortController>();
  #seen: number[] = [];

  /** `total`: rows of the view. */
  constructor(ask: Ask, table: ViewedTable, view: RowView, total: number) {
    this.#ask = ask;
    this.#table = table;
    this.#view = view;
    this.#total = total;
    if (table.hasRowIds)
      this.#order = new RowOrder(ask, table, view, (isSorting) => (this.sorting = isSorting));
  }

  /** Undefined while it is on its way. */
  rowAt(index: number): GridRow | undefined {
    return this.#pages.get(Math.floor(index / pageRows))?.[index % pageRows];
  }

  /** Fetches what is missing of these rows; pages that went out of sight before they came are given up. */
  want(first: number, last: number): void {
    const from = Math.floor(first / pageRows);
    const to = Math.floor(Math.max(first, last) / pageRows);
    for (const [page, call] of [...this.#calls]) {
      if (page >= from && page <= to) continue;
      call.abort();
      this.#calls.delete(page);
    }
    for (let page = from; page <= to; page++) {
      this.#seen = [...this.#seen.filter((one) => one !== page), page];
      if (!this.#pages.has(page) && !this.#calls.has(page)) void this.#fetch(page);
    }
  }

  /** Rows in sight or not, such as are to be copied. */
  async rows(first: number, count: number): Promise<GridRow[]> {
    const found: GridRow[] = [];
    const { signal } = new AbortController();
    const [from, to] = [first, first + count - 1].map((row) => Math.floor(row / pageRows));
    for (let page = from!; page <= to!; page++)
      found.push(...(this.#pages.get(page) ?? (await this.#read(page * pageRows, signal))));
    const start = first - from! * pageRows;
    return found.slice(start, start + count);
  }

  /** Gives up what is on its way. */
  close(): void {
    for (const call of this.#calls.values()) call.abort();
    this.#order?.close();
  }

  async #fetch(page: number): Promise<void> {
    const call = new AbortController();
    this.#calls.set(page, call);
    try {
      const rows = await this.#read(page * pageRows, call.signal);
      this.#pages.set(page, rows);
      this.#forget();
    } catch (error) {
      if (!isCancelled(error)) this.error = error;
    } finally {
      if (this.#calls.get(page) === call) this.#calls.delete(page);
    }
  }

  async #read(offset: number, signal: AbortSignal): Promise<readonly GridRow[]> {
    const [table, view] = [this.#table, this.#view];
    const range = { offset, limit: pageRows, total: this.#total };
    if (this.#order === undefined) return this.#ask(planPage(table, view, range), signal);
    const ids = await this.#order.idsAt(range, signal);
    return this.#ask(planRowsById(table, view, ids), signal);
  }

  #forget(): void {
    for (const page of this.#seen.splice(0, this.#seen.length - mostPages))
      this.#pages.delete(page);
  }
}
