with events as (
  select * from {{ ref('int_session_events') }}
),
sessions as (
  select session_no, session_id from {{ ref('int_sessions') }}
),
properties as (
  select properties_key, other_properties from {{ source('ingest', 'properties') }}
),
-- `name=value&name=value`, four characters of values escaped. A column of the same name goes first.
described as (
  select
    e.*,
    case
      when e.click_ids is null then p.other_properties
      else map_from_entries(list_sort(list_concat(
        map_entries(p.other_properties),
        list_filter(
          list_transform(
            string_split(e.click_ids, '&'),
            lambda pair: {
              'key': split_part(pair, '=', 1),
              'value': replace(replace(replace(replace(
                split_part(pair, '=', 2), '%20', ' '), '%3D', '='), '%26', '&'), '%25', '%')
            }),
          lambda click: not coalesce(list_contains(map_keys(p.other_properties), click.key), false)))))
    end as other_properties
  from events e
  left join properties p on p.properties_key = e.properties_key
),
final as (
  select
    e.user_id,
    e.visitor_id as logged_out_user_id,
    cast(e.dim_hostname as varchar) as dim_hostname,
    cast(e.dim_country as varchar) as dim_country,
    cast(e.dim_device_brand as varchar) as dim_device_brand,
    case when e.is_landing then 'landing' else cast(e.dim_action_type as varchar) end as dim_action_type,
    e.event_timestamp,
    e.other_properties,
    e.ds,
    cast(e.dim_referrer as varchar) as dim_referrer,
    cast(e.dim_source as varchar) as dim_source,
    cast(e.dim_channel as varchar) as dim_channel,
    cast(e.dim_path as varchar) as dim_path,
    cast(e.dim_device_type as varchar) as dim_device_type,
    cast(e.dim_os as varchar) as dim_os,
    cast(e.dim_browser as varchar) as dim_browser,
    cast(e.bot_reason as varchar) as bot_reason,
    cast(e.action_rule as varchar) as action_rule,
    cast(e.utm_source as varchar) as utm_source,
    cast(e.utm_medium as varchar) as utm_medium,
    cast(e.utm_campaign as varchar) as utm_campaign,
    cast(e.utm_term as varchar) as utm_term,
    cast(e.utm_content as varchar) as utm_content,
    e.is_bot,
    s.session_id
  from described e
  left join sessions s on s.session_no = e.session_no
)
select * from final
