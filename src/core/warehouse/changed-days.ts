import type { Delivery } from './delivery.ts';

type Days = Delivery['days'];

/** What a run does to the live deliveries. */
export interface DeliveryChanges {
  /** Days of what it brings. */
  loaded: readonly { days: Days }[];
  /** Ids of deliveries that are live no more. */
  superseded: readonly string[];
  /** Days left to deliveries of which others were replaced. */
  shortened: ReadonlyMap<string, Days>;
}

/** Every ds whose events a run changes, sorted: those that come, and those that go. */
export function changedDays(
  live: readonly Pick<Delivery, 'id' | 'days'>[],
  { loaded, superseded, shortened }: DeliveryChanges,
): string[] {
  const gone = new Set(superseded);
  const left = live.flatMap(({ id, days }) => {
    if (gone.has(id)) return days;
    const kept = shortened.get(id);
    if (kept === undefined) return [];
    return days.filter(([host, ds]) => !kept.some((day) => day[0] === host && day[1] === ds));
  });
  const all = [...loaded.flatMap(({ days }) => days), ...left].map(([, ds]) => ds);
  return [...new Set(all)].sort();
}

/** The deliveries that are live once a run is published. */
export function daysAfter(
  live: readonly Pick<Delivery, 'id' | 'days'>[],
  { loaded, superseded, shortened }: DeliveryChanges,
): { days: Days }[] {
  const gone = new Set(superseded);
  const kept = live
    .filter(({ id }) => !gone.has(id))
    .map(({ id, days }) => ({ days: shortened.get(id) ?? days }));
  return [...kept, ...loaded.map(({ days }) => ({ days }))];
}
