with events as (
  select * from {{ source('ingest', 'events') }}
),
visitors as (
  select * from {{ source('ingest', 'visitors') }}
),
requests as (
  select * from {{ source('ingest', 'requests') }}
),
properties as (
  select * from {{ source('ingest', 'properties') }}
),
final as (
  select
    e.delivery, e.record, e.user_id, v.visitor_id, e.event_timestamp, e.session_key,
    r.request_hash, p.properties_hash, e.properties_key,
    r.dim_hostname, r.dim_path, r.dim_referrer, r.dim_source, r.dim_channel,
    r.utm_source, r.utm_medium, r.utm_campaign, r.utm_term, r.utm_content, r.click_ids,
    r.event_name, r.method, r.status, r.dim_action_type, r.action_rule,
    v.dim_country, v.dim_device_brand, v.dim_device_type, v.dim_os, v.dim_browser,
    v.is_bot, v.bot_reason, v.has_public_ip, v.unreliable,
    p.other_properties, p.experiment, p.variant, p.release,
    cast(cast(e.event_timestamp as date) as varchar) as ds
  from events e
  join visitors v on v.visitor_key = e.visitor_key
  join requests r on r.request_key = e.request_key
  join properties p on p.properties_key = e.properties_key
)
select * from final
