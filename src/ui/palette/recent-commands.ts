const storageKey = 'homegrown.recent-commands';
const kept = 12;

/** Ids of the commands used last, newest first; remembered on this device. */
export function readRecent(store: Storage): string[] {
  return (store.getItem(storageKey) ?? '').split('\n').filter(Boolean);
}

export function noteRecent(store: Storage, id: string): void {
  const others = readRecent(store).filter((one) => one !== id);
  store.setItem(storageKey, [id, ...others].slice(0, kept).join('\n'));
}
