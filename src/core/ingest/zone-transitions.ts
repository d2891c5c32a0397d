import { zonePeriods } from '../../lib/time-zone.ts';

/** A clock change seen from the local clock. */
export interface ZoneTransition {
  /** First local time (ISO, without offset) read with this offset; '' for the first period. */
  localFrom: string;
  /** Seconds to take off a local time to get UTC. */
  offsetSeconds: number;
  /** Local seconds just before `localFrom` that no clock showed; 0 where the clock was set back. */
  gapSeconds: number;
}

/**
 * The periods of constant offset of a zone from `fromYear` to the end of `toYear`. A local time that occurs twice belongs to
 * the earlier period; one that never occurred is read with the offset before the gap, which moves it forward.
 */
export function zoneTransitions(
  timezone: string,
  fromYear: number,
  toYear: number,
): ZoneTransition[] {
  const periods = zonePeriods(
    timezone,
    Date.UTC(fromYear, 0, 1) / 1000,
    Date.UTC(toYear + 1, 0, 1) / 1000,
  );
  return periods.map(({ from, offset }, i) => {
    const before = periods[i - 1]?.offset;
    if (before === undefined) return { localFrom: '', offsetSeconds: offset, gapSeconds: 0 };
    return {
      localFrom: new Date((from + Math.max(before, offset)) * 1000).toISOString().slice(0, 19),
      offsetSeconds: offset,
      gapSeconds: Math.max(0, offset - before),
    };
  });
}
