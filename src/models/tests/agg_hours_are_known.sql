with cells as (
  select * from {{ ref('agg_website_events') }}
),
final as (
  select ds, m_total_events
  from cells
  where aggregation_level = '(overall)' and not exists (select 1 from cells where event_hour > 0)
)
select * from final
