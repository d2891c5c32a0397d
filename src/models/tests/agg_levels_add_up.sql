with cells as (
  select * from {{ ref('agg_website_events') }}
),
levels as (
  select ds, aggregation_level, sum(m_total_events) as m_total_events
  from cells
  group by ds, aggregation_level
),
overall as (
  select ds, m_total_events from levels where aggregation_level = '(overall)'
),
final as (
  select l.ds, l.aggregation_level, l.m_total_events, o.m_total_events as overall
  from levels l
  left join overall o on o.ds = l.ds
  where o.ds is null or l.m_total_events <> o.m_total_events
)
select * from final
