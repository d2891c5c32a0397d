-- Nobody is asked day by day: who left and who is long gone follows from who came, as sums.
with active as (
  select * from {{ ref('int_active_days') }}
),
calendar as (
  select ds, cast(ds as date) as on_day from {{ ref('int_website_events') }} group by ds
),
daily as (
  select
    dim_hostname, active_on,
    cast(active_on + interval '1' day as date) as day_after,
    count(*) as active,
    count(*) filter (where previous_active_on is null) as arrived,
    count(*) filter (where date_diff('day', previous_active_on, active_on) = 1) as retained
  from active
  group by dim_hostname, active_on
),
hosts as (
  select dim_hostname, min(active_on) as first_on from daily group by dim_hostname
),
days as (
  select
    c.ds, h.dim_hostname,
    coalesce(d.active, 0) as active,
    coalesce(d.arrived, 0) as arrived,
    coalesce(d.retained, 0) as retained,
    coalesce(y.active, 0) as active_before,
    sum(coalesce(d.arrived, 0)) over (partition by h.dim_hostname order by c.ds) as ever_seen
  from hosts h
  join calendar c on c.on_day >= h.first_on
  left join daily d on d.dim_hostname = h.dim_hostname and d.active_on = c.on_day
  left join daily y on y.dim_hostname = h.dim_hostname and y.day_after = c.on_day
),
states as (
  select ds, dim_hostname, 'New' as state, arrived as visitors from days
  union all
  select ds, dim_hostname, 'Retained' as state, retained as visitors from days
  union all
  select ds, dim_hostname, 'Resurrected' as state, active - arrived - retained as visitors from days
  union all
  select ds, dim_hostname, 'Churned' as state, active_before - retained as visitors from days
  union all
  select
    ds, dim_hostname, 'Stale' as state, ever_seen - active - (active_before - retained) as visitors
  from days
),
final as (
  select dim_hostname, state, cast(visitors as bigint) as visitors, ds from states
)
select * from final
