with events as (
  select * from {{ ref('fct_events') }} where event_type = 'page_view'
),
users as (
  select * from {{ ref('dim_users') }}
),
final as (
  select
    e.event_id,
    e.session_id,
    e.user_id,
    e.user_id_hash,
    e.page_url,
    e.page_type,
    e.product_id,
    e.order_id,
    e.created_at,
    u.created_at as user_created_at,
    e.ds
  from events e
  left join users u on u.user_id = e.user_id
)
select * from final
