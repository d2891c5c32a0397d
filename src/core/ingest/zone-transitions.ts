/** A clock change seen from the local clock. */
export interface ZoneTransition {
  /** First local time (ISO, without offset) read with this offset; '' for the first period. */
  localFrom: string;
  /** Seconds to take off a local time to get UTC. */
  offsetSeconds: number;
  /** Local seconds just before `localFrom` that no clock showed; 0 where the clock was set back. */
  gapSeconds: number;
}

const week = 7 * 86_400;

/** True for an IANA zone that this engine knows. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
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
  const offsetAt = offsetReader(timezone);
  const end = Date.UTC(toYear + 1, 0, 1) / 1000;
  let at = Date.UTC(fromYear, 0, 1) / 1000;
  let offset = offsetAt(at);
  const transitions: ZoneTransition[] = [{ localFrom: '', offsetSeconds: offset, gapSeconds: 0 }];
  for (; at < end; at += week) {
    if (offsetAt(at + week) === offset) continue;
    const change = bisect(at, at + week, (second) => offsetAt(second) !== offset);
    const next = offsetAt(change);
    transitions.push({
      localFrom: new Date((change + Math.max(offset, next)) * 1000).toISOString().slice(0, 19),
      offsetSeconds: next,
      gapSeconds: Math.max(0, next - offset),
    });
    offset = next;
  }
  return transitions;
}

// The first second in (low, high] for which `changed` holds.
function bisect(low: number, high: number, changed: (second: number) => boolean): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (changed(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function offsetReader(timezone: string): (second: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (second) => {
    const part = new Map(
      format.formatToParts(second * 1000).map(({ type, value }) => [type, Number(value)]),
    );
    const of = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
    return (
      Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) /
        1000 -
      second
    );
  };
}
