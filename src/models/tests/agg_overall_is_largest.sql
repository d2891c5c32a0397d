with cells as (
  select * from {{ ref('agg_website_events') }}
),
overall as (
  select ds, m_total_events from cells where aggregation_level = '(overall)'
),
final as (
  select c.*
  from cells c
  left join overall o on o.ds = c.ds
  where o.ds is null or c.m_total_events > o.m_total_events
)
select * from final
