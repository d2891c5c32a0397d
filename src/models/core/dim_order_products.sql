with items as (
  select * from {{ ref('stg_order_items') }}
),
products as (
  select * from {{ ref('dim_products') }}
),
by_product as (
  select order_id, product_id, cast(sum(quantity) as bigint) as quantity
  from items
  group by order_id, product_id
),
final as (
  select
    i.order_id,
    count(i.product_id) as products,
    cast(sum(i.quantity) as bigint) as quantity,
    round(sum(i.quantity * p.price), 2) as items_value,
    string_agg(i.product_id, ', ' order by i.product_id) as product_ids,
    string_agg(p.product_name, ', ' order by p.product_name) as product_names
  from by_product i
  left join products p on p.product_id = i.product_id
  group by i.order_id
)
select * from final
