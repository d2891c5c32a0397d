with products as (
  select * from {{ source('shop', 'products') }}
),
final as (
  select
    delivery,
    line,
    nullif(trim(product_id), '') as product_id,
    nullif(trim(name), '') as product_name,
    cast(nullif(trim(price), '') as double) as price,
    cast(nullif(trim(inventory), '') as bigint) as inventory
  from products
)
select * from final
