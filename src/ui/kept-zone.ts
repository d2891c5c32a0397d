import { isTimezone } from '../lib/time-zone.ts';

const key = 'homegrown.timezone';

/** The zone last chosen on this device; undefined: UTC. */
export function keptZone(storage: Pick<Storage, 'getItem'>): string | undefined {
  const name = storage.getItem(key) ?? 'UTC';
  return name === 'UTC' || !isTimezone(name) ? undefined : name;
}

/** Remembers a zone on this device. */
export function keepZone(storage: Pick<Storage, 'setItem'>, name: string): void {
  storage.setItem(key, name);
}
