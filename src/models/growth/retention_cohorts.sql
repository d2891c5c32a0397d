with active as (
  select * from {{ ref('int_active_days') }}
),
weekly as (
  select
    dim_hostname, first_active_on, active_on, previous_active_on,
    cast(date_trunc('week', first_active_on) as date) as first_week,
    cast(date_trunc('week', active_on) as date) as week,
    cast(date_trunc('week', previous_active_on) as date) as previous_week
  from active
),
returned as (
  select
    'day' as cohort_grain, dim_hostname, first_active_on as cohort_on, active_on as seen_on,
    count(*) as visitors
  from active
  where date_diff('day', first_active_on, active_on) <= 90
  group by dim_hostname, first_active_on, active_on
  union all
  -- The first day of a week stands for the week.
  select
    'week' as cohort_grain, dim_hostname, first_week as cohort_on, week as seen_on,
    count(*) as visitors
  from weekly
  where previous_week is null or previous_week < week
  group by dim_hostname, first_week, week
),
days as (
  select cast(ds as date) as seen_on from {{ ref('int_website_events') }} group by ds
),
calendar as (
  select 'day' as cohort_grain, seen_on from days
  union all
  select distinct 'week' as cohort_grain, cast(date_trunc('week', seen_on) as date) as seen_on
  from days
),
cohorts as (
  select cohort_grain, dim_hostname, cohort_on, visitors as of_cohort
  from returned
  where cohort_on = seen_on
),
-- Who did not come back is told as 0; a day that no delivery holds is not told at all.
ages as (
  select
    o.cohort_grain, o.dim_hostname, o.cohort_on, o.of_cohort, c.seen_on,
    date_diff('day', o.cohort_on, c.seen_on) as days_later
  from cohorts o
  join calendar c on c.cohort_grain = o.cohort_grain and c.seen_on >= o.cohort_on
),
final as (
  select
    a.cohort_grain, a.dim_hostname,
    case
      when a.cohort_grain = 'day' then a.days_later
      else cast(round(a.days_later / 7.0) as bigint)
    end as age,
    coalesce(r.visitors, 0) as visitors,
    a.of_cohort,
    cast(a.cohort_on as varchar) as cohort_ds
  from ages a
  left join returned r
    on r.cohort_grain = a.cohort_grain and r.dim_hostname = a.dim_hostname
    and r.cohort_on = a.cohort_on and r.seen_on = a.seen_on
  where a.cohort_grain = 'week' or a.days_later <= 90
)
select * from final
