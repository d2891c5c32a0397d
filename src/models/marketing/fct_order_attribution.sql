with orders as (
  select * from {{ ref('fct_orders') }}
),
sessions as (
  select * from {{ ref('fct_sessions') }} where user_id is not null
),
touches as (
  select
    o.order_id, s.started_at, s.entry_channel, s.entry_source, s.utm_campaign,
    row_number() over (partition by o.order_id order by s.started_at, s.session_id) as touch,
    count(*) over (partition by o.order_id) as touches
  from orders o
  join sessions s on s.user_id = o.user_id_hash and s.started_at <= o.created_at
),
final as (
  select
    o.order_id,
    o.user_id,
    o.user_id_hash,
    o.created_at,
    o.order_total,
    f.order_id is not null as is_matched,
    coalesce(f.touches, 0) as sessions_before,
    f.started_at as first_session_at,
    f.entry_channel as first_channel,
    f.entry_source as first_source,
    f.utm_campaign as first_campaign,
    l.started_at as last_session_at,
    l.entry_channel as last_channel,
    l.entry_source as last_source,
    l.utm_campaign as last_campaign,
    o.ds
  from orders o
  left join touches f on f.order_id = o.order_id and f.touch = 1
  left join touches l on l.order_id = o.order_id and l.touch = l.touches
)
select * from final
