/** How far the app is kept on this device. `none`: this browser or address keeps no apps. */
export type OfflinePhase = 'none' | 'keeping' | 'ready' | 'failed';

const askAgainAfter = 3_600_000;

/** The service worker as state: what is kept for offline use, and whether a newer version waits. */
export class OfflineState {
  phase = $state<OfflinePhase>('none');
  /** Of the bytes to keep, 0..1. */
  share = $state(0);
  /** A newer version is kept and waits until the person reloads. */
  isUpdateReady = $state(false);
  /** The person put the offer off; it comes again with the next version or visit. */
  isPutOff = $state(false);

  #registration: ServiceWorkerRegistration | undefined;
  #isReloading = false;

  /** Registers the worker; returns what ends listening. To be called when the page has loaded: keeping takes bandwidth. */
  start(address: string): () => void {
    if (!('serviceWorker' in navigator)) return () => {};
    const { serviceWorker } = navigator;
    const onMessage = ({ data }: MessageEvent<{ offlineShare?: number }>): void => {
      if (typeof data?.offlineShare === 'number') this.share = data.offlineShare;
    };
    const onChange = (): void => this.#onController();
    serviceWorker.addEventListener('message', onMessage);
    serviceWorker.addEventListener('controllerchange', onChange);
    const timer = setInterval(() => void this.#lookForUpdate(), askAgainAfter);
    void this.#register(address);
    return () => {
      clearInterval(timer);
      serviceWorker.removeEventListener('message', onMessage);
      serviceWorker.removeEventListener('controllerchange', onChange);
    };
  }

  /** Lets the newer version take over and reloads this page; other tabs are offered the same. */
  useUpdate(): void {
    this.#isReloading = true;
    const waiting = this.#registration?.waiting;
    if (waiting) waiting.postMessage('use-this-version');
    // Another tab let it take over already.
    else location.reload();
  }

  async #register(address: string): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.register(address, {
        updateViaCache: 'none',
      });
      this.#registration = registration;
      registration.addEventListener('updatefound', () => this.#follow(registration.installing));
      this.phase = registration.active ? 'ready' : 'keeping';
      this.isUpdateReady = registration.waiting !== null && registration.active !== null;
      this.#follow(registration.installing);
    } catch {
      // No network, or an address at which the browser keeps nothing: what was kept before still works.
      this.phase = navigator.serviceWorker.controller ? 'ready' : 'failed';
    }
  }

  #follow(worker: ServiceWorker | null): void {
    if (!worker) return;
    this.share = 0;
    worker.addEventListener('statechange', () => {
      const isFirst = !this.#registration?.active || this.#registration.active === worker;
      if (worker.state === 'installed' && !isFirst) {
        this.isPutOff = false;
        this.isUpdateReady = true;
      }
      if (worker.state === 'activated') this.phase = 'ready';
      if (worker.state === 'redundant' && isFirst) this.phase = 'failed';
    });
  }

  #onController(): void {
    if (this.#isReloading) location.reload();
    else this.isUpdateReady = true;
  }

  async #lookForUpdate(): Promise<void> {
    try {
      await this.#registration?.update();
    } catch {
      // Offline: there is nothing to look at, and nothing to say.
    }
  }
}
