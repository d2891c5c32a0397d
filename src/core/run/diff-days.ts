import type { DayDiff, DayNumbers } from './held-run.ts';

/** Metrics whose numbers are compared, beside `events`. */
const comparedMetrics = [
  'daily_visitors',
  'website_hits',
  'signups',
  'logins',
  'purchases',
] as const;

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Numbers by day and host: rows of ds, host, metric, value, where the metric may be `events`. */
export function planDayNumbers(metrics: string, hours: string): string {
  const names = comparedMetrics.map((name) => `'${name}'`).join(', ');
  return `select cast(ds as varchar) as ds, cast(dim_hostname as varchar) as host, metric, numerator as amount
from ${metrics} where metric in (${names})
union all
select cast(ds as varchar), cast(dim_hostname as varchar), 'events', cast(sum(m_total_events) as bigint)
from ${hours} group by 1, 2`;
}

/** Days whose numbers differ, in the order of ds and host. */
export function diffDays(published: Rows, candidate: Rows): DayDiff[] {
  const [before, after] = [numbersOf(published), numbersOf(candidate)];
  const places = [...new Set([...before.keys(), ...after.keys()])].sort();
  return places.flatMap((place) => {
    const [ds, host] = place.split('\n') as [string, string];
    const day = {
      ds,
      host,
      published: before.get(place) ?? null,
      candidate: after.get(place) ?? null,
    };
    return JSON.stringify(day.published) === JSON.stringify(day.candidate) ? [] : [day];
  });
}

function numbersOf(rows: Rows): Map<string, DayNumbers> {
  const days = new Map<string, DayNumbers>();
  for (const row of rows) {
    const place = `${String(row['ds'])}\n${String(row['host'])}`;
    const numbers = days.get(place) ?? noNumbers();
    const metric = String(row['metric']) as keyof DayNumbers;
    numbers[metric] = Number(row['amount']);
    days.set(place, numbers);
  }
  return days;
}

function noNumbers(): DayNumbers {
  return { events: 0, daily_visitors: 0, website_hits: 0, signups: 0, logins: 0, purchases: 0 };
}
