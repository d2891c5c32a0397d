import type { ShopInput, ShopView } from '../../core/shop/shop-view.ts';
import type { Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';

/** The answers of the Shop screen for what is asked at present. */
export class ShopState {
  view = $state.raw<ShopView | null>(null);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Loads; what was shown stays until the new numbers are here. Returns what stops it. */
  load(input: ShopInput): () => void {
    const call = new AbortController();
    this.loading = true;
    void this.#fetch(input, call.signal).finally(() => {
      if (!call.signal.aborted) this.loading = false;
    });
    return () => call.abort();
  }

  async #fetch(input: ShopInput, signal: AbortSignal): Promise<void> {
    try {
      const view = await this.#workbench.shop(input, { signal });
      if (signal.aborted) return;
      this.view = view;
      this.error = null;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.error = error;
    }
  }
}
