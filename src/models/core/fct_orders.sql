with orders as (
  select *, row_number() over (partition by order_id order by delivery, line) as copy
  from {{ ref('stg_orders') }}
),
promos as (
  select
    *,
    row_number() over (partition by promo_id order by is_newest desc, delivery desc, line) as copy
  from {{ ref('stg_promos') }}
),
addresses as (
  select *, row_number() over (partition by address_id order by delivery, line) as copy
  from {{ ref('stg_addresses') }}
),
baskets as (
  select * from {{ ref('dim_order_products') }}
),
final as (
  select
    o.order_id,
    o.user_id,
    o.user_id_hash,
    o.address_id,
    a.state,
    a.country,
    o.promo_id,
    p.status as promo_status,
    o.created_at,
    o.order_cost,
    o.shipping_cost,
    case when o.promo_id is null then 0 else p.discount end as discount,
    o.order_total,
    coalesce(b.products, 0) as products,
    coalesce(b.quantity, 0) as quantity,
    o.status,
    o.shipping_service,
    o.tracking_id,
    o.estimated_delivery_at,
    o.delivered_at,
    o.delivered_at > o.estimated_delivery_at as is_late,
    cast(cast(o.created_at as date) as varchar) as ds
  from orders o
  left join promos p on p.promo_id = o.promo_id and p.copy = 1
  left join addresses a on a.address_id = o.address_id and a.copy = 1
  left join baskets b on b.order_id = o.order_id
  where o.copy = 1
)
select * from final
