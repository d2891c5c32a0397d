with order_items as (
  select * from {{ source('shop', 'order_items') }}
),
final as (
  select
    delivery,
    line,
    nullif(trim(order_id), '') as order_id,
    nullif(trim(product_id), '') as product_id,
    cast(nullif(trim(quantity), '') as bigint) as quantity
  from order_items
)
select * from final
