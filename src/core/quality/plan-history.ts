import { literal } from '../../lib/sql.ts';
import type { WatchedGuardrail } from '../metrics/guardrails.ts';
import { findPartialDays } from './statistics/calendar.ts';
import type {
  DayConversions,
  DayHours,
  DayRows,
  DayShares,
  DayVariant,
  HistorySource,
} from './statistics/history-input.ts';
import type { QualitySettings } from './settings.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Tables that the history of days is read from: small ones, no raw rows. */
export const historyTables = [
  'growth.visitor_hours',
  'growth.daily_metrics',
  'growth.daily_variants',
] as const;

/** The queries for the days of a history; `readHistory` understands their rows. */
export const historyQueries = {
  days: `select dim_hostname as host, ds, cast(sum(m_total_events) as bigint) as all_rows,
  cast(coalesce(sum(m_total_events) filter (where not is_bot), 0) as bigint) as people_rows
from growth.visitor_hours group by all order by all`,
  hours: `select ds, event_hour as hour, cast(sum(m_total_events) as bigint) as rows_of_hour,
  cast(coalesce(sum(m_total_events) filter (where not is_bot), 0) as bigint) as people_rows
from growth.visitor_hours group by all order by all`,
} as const;

/** What guardrails count, by day and host. */
export function guardrailQuery(guardrails: readonly Pick<WatchedGuardrail, 'name'>[]): string {
  const names = guardrails.map(({ name }) => literal(name)).join(', ');
  return `select dim_hostname as host, ds, metric, numerator as conversions, denominator as exposure
from growth.daily_metrics where metric in (${names || "''"}) order by all`;
}

/** Shares of rows by day; read from a candidate, which still has the recorded times. */
export const sharesQuery = `select ds, avg(cast(event_timestamp <> recorded_at as integer)) as moved,
  coalesce(avg(cast(dim_device_brand is null as integer)) filter (where not is_bot), 0) as null_brand,
  avg(cast(dim_action_type = 'other' as integer)) as other_action
from intermediate.int_website_events group by ds order by ds`;

/** Rows of the queries, by their names; of variants by guardrail. */
export type HistoryRows = Record<keyof typeof historyQueries, Rows> & {
  guardrails: Rows;
  variants: readonly { metric: string; rows: Rows }[];
  shares?: Rows;
};

/** What people decided and which deliveries are live: the rest of a history. */
export interface HistoryFacts {
  settings: QualitySettings;
  guardrails: readonly WatchedGuardrail[];
  /** Days of each live delivery: [host, ds, rows]. */
  deliveries: readonly { days: readonly (readonly [string, string, number])[] }[];
}

/** The history that the statistical checks look at, from the rows of its queries. */
export function readHistory(rows: HistoryRows, facts: HistoryFacts): HistorySource {
  const hours = hoursOf(rows.hours, 'people_rows');
  const deliveries = facts.deliveries.map(({ days }) => ({ days: days.map(([, ds]) => ds) }));
  return {
    rows: rows.days.map((row): DayRows => {
      const { host, ds } = placeOf(row);
      return { host, ds, rows: count(row, 'people_rows'), all: count(row, 'all_rows') };
    }),
    hours,
    watched: facts.guardrails.map(({ variantsSql: _, ...guardrail }) => guardrail),
    guardrails: rows.guardrails.map((row): DayConversions => ({
      ...placeOf(row),
      ...conversionsOf(row, String(row['metric'])),
    })),
    variants: rows.variants.flatMap(({ metric, rows: days }) =>
      days.map((row): DayVariant => ({
        ds: String(row['ds']),
        ...conversionsOf(row, metric),
        experiment: String(row['experiment']),
        variant: String(row['variant']),
      })),
    ),
    ...(rows.shares === undefined ? {} : { shares: rows.shares.map(sharesOf) }),
    lastEventAt: lastHour(rows.hours),
    partialDays: findPartialDays(deliveries, hoursOf(rows.hours, 'rows_of_hour')),
    settings: facts.settings,
  };
}

function placeOf(row: Rows[number]): { host: string; ds: string } {
  return { host: String(row['host']), ds: String(row['ds']) };
}

function conversionsOf(row: Rows[number], metric: string) {
  return { metric, conversions: count(row, 'conversions'), exposure: count(row, 'exposure') };
}

function sharesOf(row: Rows[number]): DayShares {
  return {
    ds: String(row['ds']),
    moved: count(row, 'moved'),
    nullBrand: count(row, 'null_brand'),
    otherAction: count(row, 'other_action'),
  };
}

/** 24 counts a day; hours without rows are 0. */
function hoursOf(rows: Rows, column: string): DayHours[] {
  const days = new Map<string, number[]>();
  for (const row of rows) {
    const ds = String(row['ds']);
    const counts = days.get(ds) ?? Array.from({ length: 24 }, () => 0);
    counts[Number(row['hour'])] = count(row, column);
    days.set(ds, counts);
  }
  return [...days].map(([ds, counts]) => ({ ds, counts }));
}

/** The hour of the newest event, as ISO; '' without any. */
function lastHour(hours: Rows): string {
  const last = hours.at(-1);
  if (last === undefined) return '';
  return `${String(last['ds'])}T${String(last['hour']).padStart(2, '0')}:00:00Z`;
}

function count(row: Rows[number], column: string): number {
  return Number(row[column] ?? 0);
}
