with events as (
  select * from {{ ref('stg_keyed_events') }}
),
final as (
  select
    delivery, record, user_id, visitor_id, event_timestamp, session_key, request_hash,
    properties_hash, dim_hostname, dim_path, dim_referrer, dim_source, dim_channel, utm_source,
    utm_medium, utm_campaign, utm_term, utm_content, click_ids, event_name, method, status,
    dim_action_type, action_rule, dim_country, dim_device_brand, dim_device_type, dim_os,
    dim_browser, is_bot, bot_reason, has_public_ip, unreliable, other_properties, experiment,
    variant, release, ds
  from events
)
select * from final
