import { throwIfCancelled } from '../../core/errors.ts';
import { planCuts, planPieces, readCuts, readPieces } from '../../core/explore/order-cuts.ts';
import type { Piece, SortedView } from '../../core/explore/order-cuts.ts';
import { planRowIds } from '../../core/explore/row-ids.ts';
import { isSorted } from '../../core/explore/table-view.ts';
import type { RowView, ViewedTable } from '../../core/explore/table-view.ts';
import { isCancelled } from '../explain-error.ts';

/** Asks one query; its rows. */
export type Ask = (sql: string, signal: AbortSignal) => Promise<readonly (readonly unknown[])[]>;

/** Ids of consecutive rows from one position on. */
interface Stretch {
  first: number;
  sql: string;
  fromEnd: boolean;
}

/** Rows whose ids are read at a time. */
const stretchRows = 10_000;
/** As far from either end of an order rows are found without knowing the middle; a smaller stretch at a time. */
const nearRows = 5_000;
const nearStretch = 1_000;
const mostKept = 40;

/** Which row of a table is where in a view: ids by position, a stretch at a time; the middle of a long order through its pieces. */
export class RowOrder {
  readonly #ask: Ask;
  readonly #table: ViewedTable;
  readonly #view: RowView;
  readonly #onSorting: (isSorting: boolean) => void;
  readonly #ended = new AbortController();
  readonly #kept = new Map<string, Promise<number[]>>();
  #pieces: Promise<Piece[]> | undefined;

  /** `table`: one whose rows have ids. `onSorting` hears when a long order is cut into pieces, and when that is over. */
  constructor(
    ask: Ask,
    table: ViewedTable,
    view: RowView,
    onSorting: (isSorting: boolean) => void = () => {},
  ) {
    this.#ask = ask;
    this.#table = table;
    this.#view = view;
    this.#onSorting = onSorting;
  }

  /** The ids of the rows from `offset` on, `limit` of them or as many as there are. `total`: rows of the view. */
  async idsAt(
    { offset, limit, total }: { offset: number; limit: number; total: number },
    signal: AbortSignal,
  ): Promise<number[]> {
    const found: number[] = [];
    const end = Math.min(offset + limit, total);
    while (offset + found.length < end) {
      const position = offset + found.length;
      const stretch = await this.#stretchAt(position, total, signal);
      const ids = await this.#idsOf(stretch, signal);
      const next = ids.slice(position - stretch.first, end - stretch.first);
      // Fewer rows than were counted: another generation has come, and with it a new order.
      if (next.length === 0) break;
      found.push(...next);
    }
    return found;
  }

  /** Gives up what is on its way. */
  close(): void {
    this.#ended.abort();
  }

  async #stretchAt(position: number, total: number, signal: AbortSignal): Promise<Stretch> {
    const { sort } = this.#view;
    if (sort === undefined || !isSorted(this.#table, sort))
      return this.#stretch(position, 0, { size: stretchRows });
    if (position < nearRows) return this.#stretch(position, 0, { size: nearStretch });
    if (total - position <= nearRows) return this.#stretchFromEnd(position, total);
    const pieces = await this.#cut({ ...this.#view, sort }, total);
    throwIfCancelled(signal);
    const piece = pieces.findLast(({ first }) => first <= position)!;
    return this.#stretch(position, piece.first, { size: stretchRows, piece });
  }

  #stretch(position: number, start: number, { size, piece }: { size: number; piece?: Piece }) {
    const offset = Math.floor((position - start) / size) * size;
    const limit = Math.min(size, (piece?.rows ?? Infinity) - offset);
    const range = { offset, limit, ...(piece && { piece }) };
    const sql = planRowIds(this.#table, this.#view, range);
    return { first: start + offset, sql, fromEnd: false };
  }

  #stretchFromEnd(position: number, total: number): Stretch {
    const offset = Math.floor((total - 1 - position) / nearStretch) * nearStretch;
    const limit = Math.min(nearStretch, total - offset);
    const range = { offset, limit, fromEnd: true };
    const sql = planRowIds(this.#table, this.#view, range);
    return { first: total - offset - limit, sql, fromEnd: true };
  }

  /** The ids of a stretch, read once for all who wait. */
  async #idsOf(stretch: Stretch, signal: AbortSignal): Promise<number[]> {
    for (;;) {
      const reading = this.#kept.get(stretch.sql) ?? this.#read(stretch, signal);
      try {
        return await reading;
      } catch (error) {
        // Whoever began to read it went away; the next goes on.
        if (!isCancelled(error)) throw error;
        throwIfCancelled(signal);
      }
    }
  }

  #read({ sql, fromEnd }: Stretch, signal: AbortSignal): Promise<number[]> {
    const reading = this.#ask(sql, signal).then((rows) => {
      const ids = rows.map(([id]) => Number(id));
      return fromEnd ? ids.reverse() : ids;
    });
    this.#kept.set(sql, reading);
    reading.catch(() => this.#kept.delete(sql));
    for (const key of [...this.#kept.keys()].slice(0, -mostKept)) this.#kept.delete(key);
    return reading;
  }

  /** Cuts the order, once. It goes on when the page that asked for it went out of sight: the next one will need it. */
  #cut(view: SortedView, total: number): Promise<Piece[]> {
    this.#pieces ??= this.#count(view, total).catch((error: unknown) => {
      this.#pieces = undefined;
      throw error;
    });
    return this.#pieces;
  }

  async #count(view: SortedView, total: number): Promise<Piece[]> {
    const { signal } = this.#ended;
    this.#onSorting(true);
    try {
      const cuts = readCuts(await this.#ask(planCuts(this.#table, view, total), signal));
      const [counts] = await this.#ask(planPieces(this.#table, view, cuts), signal);
      return readPieces(this.#table, view, cuts, counts!, total);
    } finally {
      this.#onSorting(false);
    }
  }
}
