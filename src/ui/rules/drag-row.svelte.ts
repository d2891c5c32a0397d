const edge = 48;
const step = 12;

/** A row being dragged among its siblings by the pointer; works with mouse, pen and finger. */
export class DragRow {
  /** The row that is dragged, and the gap it would go to: 0 is before the first. Null: none is. */
  moving = $state.raw<{ from: number; gap: number } | null>(null);
  readonly #drop: (from: number, to: number) => void;

  constructor(drop: (from: number, to: number) => void) {
    this.#drop = drop;
  }

  /** Follows the pointer until it is let go; Escape gives up. `rows`: all rows, in their order. */
  start(event: PointerEvent, from: number, rows: readonly HTMLElement[]): void {
    if (event.button !== 0) return;
    event.preventDefault();
    const ended = new AbortController();
    const { signal } = ended;
    this.moving = { from, gap: from };
    const end = (isDropped: boolean): void => {
      ended.abort();
      const { moving } = this;
      this.moving = null;
      if (isDropped && moving) this.#finish(moving);
    };
    addEventListener('pointermove', (moved) => this.#follow(moved, from, rows), { signal });
    addEventListener('pointerup', () => end(true), { signal });
    addEventListener('pointercancel', () => end(false), { signal });
    addEventListener('keydown', (key) => key.key === 'Escape' && end(false), { signal });
  }

  #follow({ clientY }: PointerEvent, from: number, rows: readonly HTMLElement[]): void {
    if (clientY < edge) scrollBy(0, -step);
    else if (clientY > innerHeight - edge) scrollBy(0, step);
    const below = rows.findIndex((row) => {
      const { top, height } = row.getBoundingClientRect();
      return clientY < top + height / 2;
    });
    this.moving = { from, gap: below < 0 ? rows.length : below };
  }

  #finish({ from, gap }: { from: number; gap: number }): void {
    const to = gap > from ? gap - 1 : gap;
    if (to !== from) this.#drop(from, to);
  }
}
