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

/** A published day that would have no event any more, and the events it has. */
export interface LostDay {
  ds: string;
  rows: number;
}

/** Days of live deliveries that none brings any more once a run is published, sorted. */
export function lostDays(
  live: readonly Pick<Delivery, 'id' | 'days'>[],
  changes: DeliveryChanges,
): LostDay[] {
  const left = new Set(daysAfter(live, changes).flatMap(({ days }) => days.map(([, ds]) => ds)));
  const lost = new Map<string, number>();
  for (const [, ds, rows] of live.flatMap(({ days }) => days))
    if (!left.has(ds)) lost.set(ds, (lost.get(ds) ?? 0) + rows);
  return [...lost].map(([ds, rows]) => ({ ds, rows })).sort((a, b) => (a.ds < b.ds ? -1 : 1));
}
