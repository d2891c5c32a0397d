with days as (
  select cast(ds as date) as day
  from {{ ref('agg_website_events') }}
  where aggregation_level = '(overall)'
),
neighbours as (
  select day, lead(day) over (order by day) as next_day from days
),
final as (
  select day as last_day_before, next_day as first_day_after, next_day - day - 1 as empty_days
  from neighbours
  where next_day > day + 1
)
select * from final
