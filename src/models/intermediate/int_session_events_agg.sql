with events as (
  select * from {{ ref('fct_events') }}
),
counted as (
  select
    session_id,
    user_id,
    max(user_id_hash) as user_id_hash,
    count(*) as events,
    count(*) filter (where not is_system) as user_events,
    count(*) filter (where event_type = 'page_view') as page_views,
    count(distinct product_id) filter (where event_type = 'page_view') as products_viewed,
    count(*) filter (where event_type = 'add_to_cart') as adds_to_cart,
    count(distinct order_id) filter (where is_purchase) as purchases,
    min(created_at) filter (where not is_system) as first_user_event_at,
    max(created_at) filter (where not is_system) as last_user_event_at,
    min(created_at) as first_event_at,
    max(created_at) as last_event_at
  from events
  group by session_id, user_id
),
final as (
  select
    session_id,
    user_id,
    user_id_hash,
    coalesce(first_user_event_at, first_event_at) as started_at,
    coalesce(last_user_event_at, last_event_at) as ended_at,
    date_diff('second', first_user_event_at, last_user_event_at) as duration_seconds,
    events,
    user_events,
    page_views,
    products_viewed,
    adds_to_cart,
    purchases
  from counted
)
select * from final
