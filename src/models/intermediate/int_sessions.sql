with spans as (
  select * from {{ ref('int_session_spans') }}
),
ids as (
  select * from {{ ref('int_session_ids') }}
),
entries as (
  select * from {{ ref('int_session_events') }} where is_entry
),
exits as (
  select rn, dim_path from {{ ref('int_website_events') }} where is_website_hit
),
arrivals as (
  select visitor_id, event_timestamp as arrived_at, dim_source, dim_channel
  from entries
  where dim_channel <> 'Internal'
),
inherited as (
  select i.session_no, a.dim_source, a.dim_channel
  from entries i
  asof join arrivals a on a.visitor_id = i.visitor_id and a.arrived_at < i.event_timestamp
  where i.dim_channel = 'Internal' and a.arrived_at >= i.event_timestamp - interval '24' hour
),
final as (
  select
    s.*, d.session_id,
    e.dim_hostname, e.dim_country, e.dim_device_brand, e.dim_device_type, e.dim_os, e.dim_browser,
    e.dim_path as entry_path, x.dim_path as exit_path, e.dim_referrer as entry_referrer,
    -- Null reads Direct: that value may be missing from an enumeration.
    case when e.dim_channel = 'Internal' then i.dim_source else e.dim_source end as found_source,
    case when e.dim_channel = 'Internal' then i.dim_channel else e.dim_channel end as found_channel,
    e.utm_source, e.utm_medium, e.utm_campaign, e.ds
  from spans s
  join ids d on d.session_no = s.session_no
  join entries e on e.session_no = s.session_no
  join exits x on x.rn = s.last_rn
  left join inherited i on i.session_no = s.session_no
)
select * from final
