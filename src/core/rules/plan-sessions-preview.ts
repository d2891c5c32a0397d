import { isCounted, isHit } from './plan-rules-preview.ts';

/**
 * Sessions of people under one side's actions, as `int_session_cuts` and its sisters cut them: a row of `visits`, `bounces` and
 * `seconds` (their durations together). A gap of more than 30 minutes starts a session, 24 hours end one; a session that the source
 * names is one whatever the gaps. Times that are equal count as equal here, where the models let them follow by a microsecond.
 */
export function planSessions(side: 'before' | 'after'): string {
  return `with recursive hits as (
  select v.visitor_id, e.session_key, e.event_timestamp as moment, d.action_${side} as action
  from ingest.events e
  join load.decided d using (request_key)
  join ingest.visitors v using (visitor_key)
  where not v.is_bot and ${isHit(`d.action_${side}`)} and ${isCounted}
), parted as (
  select *, moment - lag(moment) over (partition by visitor_id order by moment) as since
  from hits where session_key is null
), numbered as (
  select *, count(*) filter (where since is null or since > interval '30' minute)
    over (partition by visitor_id order by moment) as nth
  from parted
), long as (
  select visitor_id, nth, min(moment) as begun from numbered
  group by all having max(moment) >= min(moment) + interval '24' hour
), pieces as (
  select * from long
  union all
  select p.visitor_id, p.nth, min(n.moment) from pieces p
  join numbered n on n.visitor_id = p.visitor_id and n.nth = p.nth and n.moment >= p.begun + interval '24' hour
  group by p.visitor_id, p.nth
), placed as (
  select n.visitor_id, n.nth, n.moment, n.action, p.begun from numbered n
  asof left join pieces p on p.visitor_id = n.visitor_id and p.nth = n.nth and n.moment >= p.begun
), sessions as (
  select ${measures} from placed group by visitor_id, nth, begun
  union all
  select ${measures} from hits where session_key is not null group by visitor_id, session_key
)
select count(*)::double as visits, count(*) filter (where pages = 1 and goals = 0)::double as bounces,
  coalesce(sum(seconds), 0)::double as seconds
from sessions`;
}

const measures = `count(*) filter (where action in ('page_view', 'landing')) as pages,
    count(*) filter (where action in ('signup', 'login', 'purchase')) as goals,
    epoch(max(moment)) - epoch(min(moment)) as seconds`;
