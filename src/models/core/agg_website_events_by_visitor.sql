with events as (
  select * from {{ ref('int_session_events') }}
),
finest as (
  select
    ds, extract(hour from recorded_at) as hour_of_day, visitor_id, dim_hostname, dim_action_type,
    is_landing, count(*) as events
  from events
  group by all
),
labelled as (
  select
    ds,
    cast(hour_of_day as integer) as event_hour,
    visitor_id as logged_out_user_id,
    coalesce(cast(dim_hostname as varchar), '(unknown)') as dim_hostname,
    case when is_landing then 'landing' else coalesce(cast(dim_action_type as varchar), '(unknown)') end
      as dim_action_type,
    events
  from finest
),
rolled as (
  select
    logged_out_user_id, dim_hostname, dim_action_type, event_hour, ds,
    cast(sum(events) as bigint) as m_total_events,
    grouping(dim_hostname) as all_hosts,
    grouping(dim_action_type) as all_actions
  from labelled
  group by grouping sets (
    (ds, logged_out_user_id),
    (ds, logged_out_user_id, dim_hostname),
    (ds, logged_out_user_id, dim_hostname, dim_action_type, event_hour)
  )
),
final as (
  select
    case when all_actions = 1 then '(overall)' else dim_action_type end as dim_action_type,
    logged_out_user_id,
    case when all_hosts = 1 then '(overall)' else dim_hostname end as dim_hostname,
    '(overall)' as dim_country,
    '(overall)' as dim_device_brand,
    event_hour,
    m_total_events,
    case
      when all_hosts = 1 then 'logged_out_user_id'
      when all_actions = 1 then 'logged_out_user_id_dim_hostname'
      else 'logged_out_user_id_dim_hostname_dim_action_type_and_event_hour'
    end as aggregation_level,
    ds
  from rolled
)
select * from final
