with sessions as (
  select * from {{ ref('int_session_events_agg') }}
),
users as (
  select * from {{ ref('dim_users') }}
),
final as (
  select
    s.session_id,
    s.user_id,
    s.user_id_hash,
    u.state,
    u.country,
    u.created_at as user_created_at,
    s.started_at,
    s.ended_at,
    s.duration_seconds,
    s.events,
    s.user_events,
    s.page_views,
    s.products_viewed,
    s.adds_to_cart,
    s.purchases,
    s.user_events > 0 as is_visit,
    s.duration_seconds < 60 as is_bounced,
    s.purchases > 0 as is_converted,
    cast(cast(s.started_at as date) as varchar) as ds
  from sessions s
  left join users u on u.user_id = s.user_id
)
select * from final
