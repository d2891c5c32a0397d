with orders as (
  select * from {{ ref('fct_orders') }} where user_id is not null
),
users as (
  select * from {{ ref('dim_users') }}
),
numbered as (
  select
    *,
    row_number() over (partition by user_id order by created_at, order_id) as order_number,
    lag(created_at) over (partition by user_id order by created_at, order_id) as previous_order_at
  from orders
),
final as (
  select
    o.order_id,
    o.user_id,
    o.user_id_hash,
    o.order_number,
    o.order_number > 1 as is_repeat_order,
    o.created_at,
    o.previous_order_at,
    cast(date_diff('second', o.previous_order_at, o.created_at) as double) / 86400
      as days_since_previous,
    u.created_at as user_created_at,
    u.state as user_state,
    u.country as user_country,
    o.promo_id,
    o.order_total,
    o.products,
    o.quantity,
    o.status,
    o.is_late,
    o.ds
  from numbered o
  left join users u on u.user_id = o.user_id
)
select * from final
