const busy = '[aria-busy="true"]';

/** Resolves once no part of a screen is busy reading; stops watching, unresolved, when the signal fires. */
export function whenQuiet(screen: Element, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(look);
    signal.addEventListener('abort', () => observer.disconnect());
    observer.observe(screen, { subtree: true, childList: true, attributeFilter: ['aria-busy'] });
    look();
    function look(): void {
      if (screen.querySelector(busy)) return;
      observer.disconnect();
      resolve();
    }
  });
}
