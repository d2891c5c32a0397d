with users as (
  select * from {{ ref('dim_users') }}
),
orders as (
  select * from {{ ref('fct_user_orders') }}
),
order_items as (
  select * from {{ ref('stg_order_items') }}
),
items as (
  select o.user_id, count(distinct i.product_id) as products
  from orders o
  join order_items i on i.order_id = o.order_id
  group by o.user_id
),
-- Who ordered counts as a user even where the export of users is missing.
everybody as (
  select user_id, user_id_hash from users
  union
  select user_id, user_id_hash from orders
),
counted as (
  select
    user_id,
    count(*) as orders,
    min(created_at) as first_order_at,
    max(created_at) as last_order_at,
    max(case when order_number = 2 then days_since_previous end) as days_to_second_order,
    round(sum(order_total), 2) as revenue,
    cast(sum(quantity) as bigint) as quantity,
    count(promo_id) as promo_orders,
    count(*) filter (where is_late) as late_orders
  from orders
  group by user_id
),
final as (
  select
    e.user_id,
    e.user_id_hash,
    u.created_at as user_created_at,
    u.state,
    u.country,
    coalesce(c.orders, 0) as orders,
    coalesce(c.orders, 0) >= 1 as is_buyer,
    coalesce(c.orders, 0) >= 2 as is_repeat_buyer,
    c.first_order_at,
    c.last_order_at,
    c.days_to_second_order,
    coalesce(c.revenue, 0) as revenue,
    round(c.revenue / c.orders, 2) as average_order,
    coalesce(c.quantity, 0) as quantity,
    coalesce(i.products, 0) as products,
    coalesce(c.promo_orders, 0) as promo_orders,
    coalesce(c.late_orders, 0) as late_orders
  from everybody e
  left join users u on u.user_id = e.user_id
  left join counted c on c.user_id = e.user_id
  left join items i on i.user_id = e.user_id
)
select * from final
