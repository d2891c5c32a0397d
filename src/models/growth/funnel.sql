with sessions as (
  select session_no, visitor_id, dim_hostname, started_at, ds from {{ ref('int_sessions') }}
),
goals as (
  select session_no, visitor_id, dim_action_type, event_timestamp
  from {{ ref('int_session_events') }}
  where is_website_hit and dim_action_type in ('signup', 'purchase')
),
in_session as (
  select
    session_no,
    min(case when dim_action_type = 'signup' then event_timestamp end) as signed_up_at,
    max(case when dim_action_type = 'purchase' then event_timestamp end) as last_purchased_at
  from goals
  group by session_no
),
by_host as (
  select
    s.ds, s.dim_hostname,
    count(*) as landing,
    count(g.signed_up_at) as signup,
    count(case when g.last_purchased_at > g.signed_up_at then 1 end) as purchase
  from sessions s
  left join in_session g on g.session_no = s.session_no
  group by s.ds, s.dim_hostname
),
days as (
  select ds, cast(dim_hostname as varchar) as dim_hostname, landing, signup, purchase from by_host
  union all
  select
    ds, '(overall)' as dim_hostname,
    sum(landing) as landing, sum(signup) as signup, sum(purchase) as purchase
  from by_host
  group by ds
),
-- A visitor begins once a day and host, and once a day anywhere.
host_landings as (
  select visitor_id, ds, dim_hostname, min(started_at) as landed_at
  from sessions
  group by visitor_id, ds, dim_hostname
),
landings as (
  select visitor_id, ds, cast(dim_hostname as varchar) as dim_hostname, landed_at
  from host_landings
  union all
  select visitor_id, ds, '(overall)' as dim_hostname, min(landed_at) as landed_at
  from host_landings
  group by visitor_id, ds
),
signups as (
  select l.visitor_id, l.ds, l.dim_hostname, l.landed_at, min(g.event_timestamp) as signed_up_at
  from landings l
  join goals g on g.visitor_id = l.visitor_id
  where g.dim_action_type = 'signup' and g.event_timestamp >= l.landed_at
    and g.event_timestamp <= l.landed_at + interval '7' day
  group by l.visitor_id, l.ds, l.dim_hostname, l.landed_at
),
purchases as (
  select s.visitor_id, s.ds, s.dim_hostname
  from signups s
  join goals g on g.visitor_id = s.visitor_id
  where g.dim_action_type = 'purchase' and g.event_timestamp > s.signed_up_at
    and g.event_timestamp <= s.landed_at + interval '7' day
  group by s.visitor_id, s.ds, s.dim_hostname
),
steps as (
  select ds, dim_hostname, 1 as step_number, 'landing' as step, count(*) as visitors
  from landings
  group by ds, dim_hostname
  union all
  select ds, dim_hostname, 2 as step_number, 'signup' as step, count(*) as visitors
  from signups
  group by ds, dim_hostname
  union all
  select ds, dim_hostname, 3 as step_number, 'purchase' as step, count(*) as visitors
  from purchases
  group by ds, dim_hostname
),
named as (
  select 1 as step_number, 'landing' as step
  union all
  select 2 as step_number, 'signup' as step
  union all
  select 3 as step_number, 'purchase' as step
),
final as (
  select
    d.dim_hostname,
    n.step,
    n.step_number,
    coalesce(s.visitors, 0) as visitors,
    cast(
      case n.step_number when 1 then d.landing when 2 then d.signup else d.purchase end as bigint
    ) as sessions,
    d.ds
  from days d
  cross join named n
  left join steps s
    on s.ds = d.ds and s.dim_hostname = d.dim_hostname and s.step_number = n.step_number
)
select * from final
