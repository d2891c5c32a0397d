with events as (
  select * from {{ ref('fct_events') }} where order_id is not null and page_url is not null
),
orders as (
  select * from {{ ref('fct_orders') }}
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
    e.event_type,
    e.page_url,
    e.page_type,
    e.is_system,
    e.order_id,
    o.status as order_status,
    o.order_total,
    e.created_at,
    u.created_at as user_created_at,
    e.ds
  from events e
  left join orders o on o.order_id = e.order_id
  left join users u on u.user_id = e.user_id
)
select * from final
