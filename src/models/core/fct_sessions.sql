with sessions as (
  select * from {{ ref('int_sessions') }}
),
final as (
  select
    session_id,
    visitor_id as logged_out_user_id,
    user_id,
    cast(dim_hostname as varchar) as dim_hostname,
    cast(dim_country as varchar) as dim_country,
    cast(dim_device_brand as varchar) as dim_device_brand,
    cast(dim_device_type as varchar) as dim_device_type,
    cast(dim_os as varchar) as dim_os,
    cast(dim_browser as varchar) as dim_browser,
    started_at,
    ended_at,
    date_diff('second', started_at, ended_at) as duration_seconds,
    cast(entry_path as varchar) as entry_path,
    cast(exit_path as varchar) as exit_path,
    cast(entry_referrer as varchar) as entry_referrer,
    coalesce(cast(found_source as varchar), '(direct)') as entry_source,
    coalesce(cast(found_channel as varchar), 'Direct') as entry_channel,
    cast(utm_source as varchar) as utm_source,
    cast(utm_medium as varchar) as utm_medium,
    cast(utm_campaign as varchar) as utm_campaign,
    website_hits,
    pages,
    pages = 1 and signups + logins + purchases = 0 as is_bounce,
    signups > 0 as signed_up,
    logins > 0 as logged_in,
    purchases > 0 as purchased,
    ds
  from sessions
)
select * from final
