with orders as (
  select * from {{ source('shop', 'orders') }}
),
final as (
  select
    delivery,
    line,
    nullif(trim(order_id), '') as order_id,
    nullif(trim(user_id), '') as user_id,
    user_id_hash,
    nullif(trim(promo_id), '') as promo_id,
    nullif(trim(address_id), '') as address_id,
    cast(nullif(trim(created_at), '') as timestamp) as created_at,
    cast(nullif(trim(order_cost), '') as double) as order_cost,
    cast(nullif(trim(shipping_cost), '') as double) as shipping_cost,
    cast(nullif(trim(order_total), '') as double) as order_total,
    nullif(trim(tracking_id), '') as tracking_id,
    nullif(lower(trim(shipping_service)), '') as shipping_service,
    cast(nullif(trim(estimated_delivery_at), '') as timestamp) as estimated_delivery_at,
    cast(nullif(trim(delivered_at), '') as timestamp) as delivered_at,
    nullif(lower(trim(status)), '') as status
  from orders
)
select * from final
