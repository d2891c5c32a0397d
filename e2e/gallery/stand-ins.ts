import { keptValues } from '../../src/ui/storage/kept-values.ts';

/** What of the browser a scene needs to be so. */
export interface Browser {
  /** How far the app is kept for offline use; usually it is. */
  offline?: 'ready' | 'keeping' | 'update' | 'failed';
  /** Folders that a person chose, and whether they may still be read. */
  folders?: { mirror?: Permission; inbox?: Permission };
  /** Values of localStorage. */
  kept?: Record<string, string>;
}

type Permission = 'granted' | 'prompt';

/** Makes the browser so, as if the app had been used in it before. Everything else is as on the first visit. */
export async function arrangeBrowser({
  offline = 'ready',
  folders = {},
  kept = {},
}: Browser): Promise<void> {
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: serviceWorkers(offline),
  });
  const theme = localStorage.getItem('homegrown.theme') ?? 'auto';
  localStorage.clear();
  sessionStorage.clear();
  for (const [key, value] of Object.entries({ 'homegrown.theme': theme, ...kept }))
    localStorage.setItem(key, value);
  await keepFolder('mirror', folders.mirror, { generation: 7, at: '2026-10-04T18:22:00.000Z' });
  await keepFolder('inbox', folders.inbox, { handled: [] });
}

async function keepFolder(
  name: string,
  permission: Permission | undefined,
  more: object,
): Promise<void> {
  if (permission === undefined) return keptValues.remove(name);
  const top = await navigator.storage.getDirectory();
  const folder = await top.getDirectoryHandle(name === 'mirror' ? 'Homegrown backup' : 'Exports', {
    create: true,
  });
  Object.defineProperty(FileSystemHandle.prototype, 'queryPermission', {
    configurable: true,
    value: async () => permission,
  });
  await keptValues.set(name, { folder, ...more });
}

function serviceWorkers(phase: NonNullable<Browser['offline']>): object {
  const workers = new EventTarget();
  const worker = new EventTarget();
  const registration = Object.assign(new EventTarget(), {
    active: phase === 'keeping' ? null : worker,
    waiting: phase === 'update' ? worker : null,
    installing: phase === 'keeping' ? worker : null,
    update: async () => {},
  });
  return Object.assign(workers, {
    controller: null,
    register: async () => {
      if (phase === 'failed') throw new TypeError('Failed to register a ServiceWorker');
      queueMicrotask(() =>
        workers.dispatchEvent(new MessageEvent('message', { data: { offlineShare: 0.42 } })),
      );
      return registration;
    },
  });
}
