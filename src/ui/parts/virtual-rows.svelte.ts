import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';

/** The rows of a long list that are in sight. Made while a component starts: it lives as long as that. */
export class VirtualRows {
  items = $state.raw<VirtualItem[]>([]);
  height = $state(0);

  constructor(scroller: () => HTMLElement | undefined, count: () => number, rowHeight: number) {
    $effect(() => {
      const element = scroller();
      if (!element) return;
      const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
        count: count(),
        getScrollElement: () => element,
        estimateSize: () => rowHeight,
        overscan: 8,
        observeElementRect,
        observeElementOffset,
        scrollToFn: elementScroll,
        onChange: () => this.#show(virtualizer),
      });
      const stop = virtualizer._didMount();
      virtualizer._willUpdate();
      this.#show(virtualizer);
      return stop;
    });
  }

  #show(virtualizer: Virtualizer<HTMLElement, HTMLElement>): void {
    this.items = virtualizer.getVirtualItems();
    this.height = virtualizer.getTotalSize();
  }
}
