with products as (
  select *, row_number() over (partition by product_id order by delivery, line) as copy
  from {{ ref('stg_products') }}
),
orders as (
  select order_id, created_at from {{ ref('stg_orders') }}
),
items as (
  select * from {{ ref('stg_order_items') }}
),
newest as (
  select max(created_at) as last_order_at from orders
),
sold as (
  select i.product_id, cast(sum(i.quantity) as bigint) as sold_last_7_days
  from items i
  join orders o on o.order_id = i.order_id
  cross join newest n
  where o.created_at > n.last_order_at - interval '7' day
  group by i.product_id
),
final as (
  select
    p.product_id,
    p.product_name,
    p.price,
    p.inventory,
    coalesce(s.sold_last_7_days, 0) as sold_last_7_days,
    p.inventory <= 0 as is_out_of_stock,
    p.inventory <= 0 or p.inventory < coalesce(s.sold_last_7_days, 0) as is_stock_risk
  from products p
  left join sold s on s.product_id = p.product_id
  where p.copy = 1
)
select * from final
