/** A time during which the clocks of a zone keep one distance from UTC. */
export interface ZonePeriod {
  /** First second (since 1970, UTC) of it. */
  from: number;
  /** First second after it. */
  to: number;
  /** Seconds that local clocks are ahead of UTC. */
  offset: number;
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

/** The periods of a zone from one second to another, in order and without gaps. Throws RangeError for a zone that is none. */
export function zonePeriods(timezone: string, from: number, to: number): ZonePeriod[] {
  if (timezone === 'UTC') return [{ from, to, offset: 0 }];
  const offsetAt = offsetReader(timezone);
  const periods: ZonePeriod[] = [{ from, to, offset: offsetAt(from) }];
  for (let at = from; at < to; at += week) {
    const last = periods.at(-1)!;
    if (offsetAt(at + week) === last.offset) continue;
    const change = bisect(at, at + week, (second) => offsetAt(second) !== last.offset);
    if (change >= to) break;
    last.to = change;
    periods.push({ from: change, to, offset: offsetAt(change) });
  }
  return periods;
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
