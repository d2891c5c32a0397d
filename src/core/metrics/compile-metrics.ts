import { literal } from '../../lib/sql.ts';
import type { MetricsInput, MetricsView } from './metrics-view.ts';
import { scopeCondition, scopeOf } from './scope.ts';
import type { PublishedRange, Scope } from './scope.ts';

export { readMetrics } from './read-metrics.ts';

/** One query of the metrics screen; its rows are handed to `readMetrics` under its name. */
export interface MetricsQuery {
  name: string;
  sql: string;
}

/** The column of `growth.visitor_hours` that each breakdown is by; pages are the entry pages of `core.fct_sessions`. */
const breakdownColumns: Record<Exclude<keyof MetricsView['breakdowns'], 'page'>, string> = {
  referrer: 'dim_referrer',
  channel: 'entry_channel',
  source: 'entry_source',
  country: 'dim_country',
  device_brand: 'dim_device_brand',
  device_type: 'dim_device_type',
  os: 'dim_os',
  browser: 'dim_browser',
};

const breakdownRows = 250;

const counts = `count(*) filter (where hits > 0) as daily_visitors, sum(visits) as website_visits, sum(hits) as website_hits,
  sum(signups) as signups, sum(logins) as logins, sum(purchases) as purchases,
  count(*) filter (where signups > 0) as signup_people, count(*) filter (where logins > 0) as login_people,
  count(*) filter (where purchases > 0) as purchase_people`;
const sums = `sum(website_hits) as hits, sum(visits) as visits, sum(signups) as signups, sum(logins) as logins,
    sum(purchases) as purchases`;

/**
 * The queries of the metrics screen over the published tables, none when nothing is published. Visitors are counted
 * distinct over the hosts and days together, never added up.
 */
export function compileMetrics(input: MetricsInput, published: PublishedRange): MetricsQuery[] {
  const scope = scopeOf(input, published);
  if (scope.days.length === 0) return [];
  const condition = scopeCondition(scope, scope.from, scope.to);
  return [
    { name: 'totals', sql: totals(condition) },
    ...(scope.previous
      ? [
          {
            name: 'previous',
            sql: totals(scopeCondition(scope, scope.previous.from, scope.previous.to)),
          },
        ]
      : []),
    { name: 'daily', sql: daily(condition) },
    { name: 'hosts', sql: visitorsByHost(condition) },
    { name: 'edges', sql: edges(published) },
    ...Object.entries(breakdownColumns).map(([name, column]) => ({
      name,
      sql: breakdown(column, condition),
    })),
    ...(scope.bots === 'only' ? [] : [{ name: 'page', sql: entryPages(scope) }]),
  ];
}

// Grouping by visitor first and counting then is faster than count(distinct).
function totals(condition: string): string {
  return `select ${counts}
from (select logged_out_user_id, ${sums} from growth.visitor_hours where ${condition} group by logged_out_user_id)`;
}

function daily(condition: string): string {
  return `select ds, ${counts}
from (select ds, logged_out_user_id, ${sums} from growth.visitor_hours where ${condition} group by ds, logged_out_user_id)
group by ds`;
}

function visitorsByHost(condition: string): string {
  return `select cast(dim_hostname as varchar) as host, ds, count(distinct logged_out_user_id) as visitors
from growth.visitor_hours where ${condition} and website_hits > 0 group by dim_hostname, ds`;
}

function edges(published: PublishedRange): string {
  return `select ds, min(event_hour) as first_hour, max(event_hour) as last_hour from growth.visitor_hours
where ds in (${literal(published.from)}, ${literal(published.to)}) group by ds`;
}

function breakdown(column: string, condition: string): string {
  return `select coalesce(cast(value as varchar), '(unknown)') as label, count(*) as visitors, sum(hits) as website_hits,
  sum(visits) as visits
from (select ${column} as value, logged_out_user_id, sum(website_hits) as hits, sum(visits) as visits
  from growth.visitor_hours where ${condition} and website_hits > 0 group by ${column}, logged_out_user_id)
group by value order by website_hits desc, label limit ${breakdownRows}`;
}

function entryPages(scope: Scope): string {
  const condition = scopeCondition({ ...scope, bots: 'include' }, scope.from, scope.to);
  return `select entry_path as label, count(*) as visitors, sum(hits) as website_hits, sum(visits) as visits
from (select entry_path, logged_out_user_id, sum(website_hits) as hits, count(*) as visits
  from core.fct_sessions where ${condition} group by entry_path, logged_out_user_id)
group by entry_path order by visits desc, label limit ${breakdownRows}`;
}
