-- Sorted once; every window below then runs over rows as they come (unbounded preceding, no
-- partition), which DuckDB streams without sorting again. `visitor_base` makes one running maximum
-- restart at each visitor: visitors ascend, and the step between two (2^52) exceeds any time in us.
with staged as (
  select * from {{ ref('stg_keyed_events') }}
),
repeats as (
  select * from {{ source('ingest', 'repeats') }}
),
sorted as (
  select
    *,
    dim_action_type not in ('asset', 'api_call', 'error', 'other') as is_hit,
    event_name is null and dim_action_type = 'page_view' as may_land
  from staged s
  where not exists (select 1 from repeats x where x.delivery = s.delivery and x.record = s.record)
  order by
    visitor_id, event_timestamp, request_hash, properties_hash, user_id, session_key
),
numbered as (
  select
    *,
    row_number() over () as rn,
    cast(visitor_id as hugeint) * 4503599627370496 as visitor_base
  from sorted
),
spread as (
  select
    *,
    rn + max(visitor_base + epoch_us(event_timestamp) - rn) over (rows unbounded preceding) as moment
  from numbered
),
timed as (
  select
    *,
    is_hit and not is_bot as is_website_hit,
    is_hit and not is_bot and session_key is null as is_timed
  from spread
),
seen as (
  select *, max(case when is_timed then moment end) over (rows unbounded preceding) as last_moment
  from timed
),
gaps as (
  select *, lag(last_moment) over () as previous_moment from seen
),
starts as (
  select
    *,
    is_timed and (previous_moment is null or moment - previous_moment > 1800000000) as is_start
  from gaps
),
opened as (
  select *, max(case when is_start then rn end) over (rows unbounded preceding) as started_rn
  from starts
),
final as (
  select
    rn, user_id, visitor_id, session_key,
    case when is_timed then started_rn end as gap_session_no,
    make_timestamp(cast(moment - visitor_base as bigint)) as event_timestamp,
    event_timestamp as recorded_at,
    properties_key, is_hit, is_website_hit, may_land, is_bot, has_public_ip, unreliable,
    dim_hostname, dim_country, dim_device_brand, dim_device_type, dim_os, dim_browser, bot_reason,
    dim_action_type, action_rule, dim_path, dim_referrer, dim_source, dim_channel,
    utm_source, utm_medium, utm_campaign, utm_term, utm_content, click_ids,
    ds
  from opened
)
select * from final
