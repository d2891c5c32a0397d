import { SvelteMap } from 'svelte/reactivity';
import { planPage } from '../../core/explore/table-view.ts';
import type { RowView } from '../../core/explore/table-view.ts';
import type { QueryResult, TableInfo, Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';

type GridRow = QueryResult['rows'][number];

const pageRows = 200;
const mostPages = 40;

/** The rows of one view, a page at a time, as far as they were in sight; the pages least recently seen are forgotten. */
export class RowPages {
  error = $state.raw<unknown>(null);
  readonly #workbench: Workbench;
  readonly #table: TableInfo;
  readonly #view: RowView;
  readonly #count: () => number | null;
  readonly #pages = new SvelteMap<number, readonly GridRow[]>();
  readonly #calls = new SvelteMap<number, AbortController>();
  #seen: number[] = [];

  /** `count`: how many rows the view has, as soon as that is known. */
  constructor(workbench: Workbench, table: TableInfo, view: RowView, count: () => number | null) {
    this.#workbench = workbench;
    this.#table = table;
    this.#view = view;
    this.#count = count;
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

  /** Gives up what is on its way. */
  close(): void {
    for (const call of this.#calls.values()) call.abort();
  }

  async #fetch(page: number): Promise<void> {
    const call = new AbortController();
    this.#calls.set(page, call);
    const sql = planPage(this.#table, this.#view, {
      ...{ offset: page * pageRows, limit: pageRows },
      total: this.#count() ?? 0,
    });
    try {
      const { rows } = await this.#workbench.query({ sql }, { signal: call.signal });
      this.#pages.set(page, rows);
      this.#forget();
    } catch (error) {
      if (!isCancelled(error)) this.error = error;
    } finally {
      if (this.#calls.get(page) === call) this.#calls.delete(page);
    }
  }

  #forget(): void {
    for (const page of this.#seen.splice(0, this.#seen.length - mostPages))
      this.#pages.delete(page);
  }
}
