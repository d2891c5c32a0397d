-- Grouped once to the finest level while values are coded; the levels are then sums of few rows.
with events as (
  select * from {{ ref('int_session_events') }}
),
finest as (
  select
    ds, extract(hour from recorded_at) as hour_of_day, dim_action_type, is_landing, dim_country,
    dim_device_brand, count(*) as events
  from events
  group by all
),
labelled as (
  select
    ds,
    cast(hour_of_day as integer) as event_hour,
    case when is_landing then 'landing' else coalesce(cast(dim_action_type as varchar), '(unknown)') end
      as dim_action_type,
    coalesce(cast(dim_country as varchar), '(unknown)') as dim_country,
    coalesce(cast(dim_device_brand as varchar), '(unknown)') as dim_device_brand,
    events
  from finest
),
rolled as (
  select
    dim_action_type, dim_country, dim_device_brand, event_hour, ds,
    cast(sum(events) as bigint) as m_total_events,
    grouping(dim_action_type) as all_actions,
    grouping(dim_country) as all_countries,
    grouping(dim_device_brand) as all_brands
  from labelled
  group by grouping sets (
    (ds),
    (ds, dim_action_type),
    (ds, dim_country, dim_action_type),
    (ds, dim_country, dim_action_type, dim_device_brand, event_hour)
  )
),
final as (
  select
    case when all_actions = 1 then '(overall)' else dim_action_type end as dim_action_type,
    case when all_countries = 1 then '(overall)' else dim_country end as dim_country,
    case when all_brands = 1 then '(overall)' else dim_device_brand end as dim_device_brand,
    event_hour,
    m_total_events,
    case
      when all_actions = 1 then '(overall)'
      when all_countries = 1 then 'dim_action_type'
      when all_brands = 1 then 'dim_country_dim_action_type'
      else 'dim_country_dim_action_type_dim_device_brand_and_event_hour'
    end as aggregation_level,
    ds
  from rolled
)
select * from final
