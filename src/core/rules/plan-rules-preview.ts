import { reclassifyTables } from '../ingest/plan-reclassify.ts';

const { ruled, actions, channels } = reclassifyTables;

/** Whether an event `e` is none that another delivery says again. */
export const isCounted = `not exists (select 1 from ingest.repeats x where x.delivery = e.delivery and x.record = e.record)`;

/** Published events by request, for `planRuled`: all, and those of people. */
export const publishedRequests = `select e.request_key, any_value(d.has_methods) as has_methods,
  any_value(d.has_event_names) as has_event_names, count(*) as n, count(*) filter (where not v.is_bot) as people
from ingest.events e
join ingest.deliveries d using (delivery)
join ingest.visitors v using (visitor_key)
where ${isCounted}
group by e.request_key`;

const decided = 'load.decided';

/** `load.decided`: what each request is and would be. */
export const planDecidedRequests = `create or replace table ${decided} as
select u.request_key, u.n, u.people, u.dim_hostname as host, u.dim_path as path,
  u.dim_action_type as action_before, coalesce(a.action, u.dim_action_type) as action_after,
  concat_ws(' ', u.event_name, u.method, u.status) as action_detail,
  u.dim_channel as channel_before, coalesce(c.settled, u.dim_channel) as channel_after,
  concat_ws(' ', u.dim_referrer, 'utm_source=' || u.utm_source, 'utm_medium=' || u.utm_medium, u.click_ids) as channel_detail
from ${ruled} u
left join ${actions} a using (action_key)
left join ${channels} c using (channel_key)`;

/** Moves of a kind with their most frequent samples: a row a sample, the largest move first. */
export function planMoves(kind: 'action' | 'channel', samples: number): string {
  const [before, after] = [`${kind}_before`, `${kind}_after`];
  return `with moved as (
  select ${before}, ${after}, host, path, ${kind}_detail as detail, sum(n) as rows
  from ${decided} where ${before} <> ${after} group by all
), ranked as (
  select *, sum(rows) over (partition by ${before}, ${after}) as total,
    row_number() over (partition by ${before}, ${after} order by rows desc, host, path, detail) as nth
  from moved
)
select ${before} as before, ${after} as after, coalesce(host, '') as host, path, detail,
  rows::double as rows, total::double as total
from ranked where nth <= ${samples} order by total desc, before, after, nth`;
}

const isChanged = 'action_before <> action_after or channel_before <> channel_after';

/** How many requests get another action. */
export const changedActions = `select count(*)::double as changed from ${decided} where action_before <> action_after`;

/** Events that change, and their days. */
export const changedDays = `with days as (
  select cast(cast(e.event_timestamp as date) as varchar) as ds, count(*) as n
  from ingest.events e
  where e.request_key in (select request_key from ${decided} where ${isChanged}) and ${isCounted}
  group by all
)
select coalesce(sum(n), 0)::double as changed, min(ds) as first, max(ds) as last, count(*)::double as days from days`;

/** Whether an action is a website hit, as `int_website_events` has it. */
export const isHit = (column: string): string =>
  `${column} not in ('asset', 'api_call', 'error', 'other')`;
const sides = ['before', 'after'] as const;

/** Sums over people, a row; columns such as `signups_before`. Hits as `int_website_events` has them. */
export const countedTotals = `select ${sides
  .flatMap((side) => [
    sumOf('website_hits', side, isHit(`action_${side}`)),
    ...Object.entries({ signups: 'signup', logins: 'login', purchases: 'purchase' }).map(
      ([name, action]) => sumOf(name, side, `action_${side} = '${action}'`),
    ),
  ])
  .join(', ')}, coalesce(sum(n), 0)::double as events
from ${decided}`;

function sumOf(name: string, side: string, condition: string): string {
  return `coalesce(sum(people) filter (where ${condition}), 0)::double as ${name}_${side}`;
}

/** People with a hit, before and after. */
export const distinctVisitors = `select ${sides
  .map(
    (side) =>
      `count(distinct v.visitor_id) filter (where ${isHit(`action_${side}`)})::double as daily_visitors_${side}`,
  )
  .join(', ')}
from (select distinct visitor_key, request_key from ingest.events e where ${isCounted}) e
join ${decided} using (request_key)
join ingest.visitors v using (visitor_key)
where not v.is_bot`;
