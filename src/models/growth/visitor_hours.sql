with events as (
  select * from {{ ref('int_session_events') }}
),
sessions as (
  select session_no, found_source, found_channel from {{ ref('int_sessions') }}
),
labelled as (
  select
    e.*,
    case when s.session_no is null then e.dim_source else s.found_source end as found_source,
    case when s.session_no is null then e.dim_channel else s.found_channel end as found_channel
  from events e
  left join sessions s on s.session_no = e.session_no
),
counted as (
  select
    ds, extract(hour from recorded_at) as hour_of_day,
    -- Quarters: clocks of the world are apart by multiples of them.
    extract(minute from recorded_at) - extract(minute from recorded_at) % 15 as minute_of_hour,
    visitor_id, dim_hostname, dim_country, dim_device_brand, dim_device_type, dim_os, dim_browser,
    dim_referrer, found_source, found_channel, is_bot,
    count(*) as m_total_events,
    count(*) filter (where is_hit) as website_hits,
    count(*) filter (where is_entry) as visits,
    count(*) filter (where dim_action_type = 'signup') as signups,
    count(*) filter (where dim_action_type = 'login') as logins,
    count(*) filter (where dim_action_type = 'purchase') as purchases
  from labelled
  group by all
),
final as (
  select
    cast(hour_of_day as integer) as event_hour,
    cast(minute_of_hour as integer) as event_minute,
    visitor_id as logged_out_user_id,
    dim_hostname, dim_country, dim_device_brand, dim_device_type, dim_os, dim_browser, dim_referrer,
    coalesce(cast(found_source as varchar), '(direct)') as entry_source,
    coalesce(cast(found_channel as varchar), 'Direct') as entry_channel,
    is_bot, m_total_events, website_hits, visits, signups, logins, purchases,
    ds
  from counted
)
select * from final
