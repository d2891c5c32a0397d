with events as (
  select * from {{ ref('int_website_events') }}
),
final as (
  select
    visitor_id as logged_out_user_id,
    min(ds) as first_ds,
    max(ds) as last_ds,
    min(event_timestamp) as first_seen_at,
    max(event_timestamp) as last_seen_at,
    arg_max(user_id, rn) as last_user_id,
    cast(arg_max(dim_country, rn) as varchar) as dim_country,
    cast(arg_max(dim_device_brand, rn) as varchar) as dim_device_brand,
    cast(arg_max(dim_device_type, rn) as varchar) as dim_device_type,
    cast(arg_max(dim_os, rn) as varchar) as dim_os,
    cast(arg_max(dim_browser, rn) as varchar) as dim_browser,
    bool_or(is_bot) as is_bot,
    count(*) as m_total_events,
    count(*) filter (where is_website_hit) as website_hits
  from events
  group by visitor_id
)
select * from final
