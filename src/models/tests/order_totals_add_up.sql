with orders as (
  select * from {{ ref('stg_orders') }}
),
promos as (
  select * from {{ ref('stg_promos') }}
),
-- A promo may have had another discount in an earlier export: any of them will do.
compared as (
  select
    o.delivery, o.line, o.order_id, o.promo_id, o.order_cost, o.shipping_cost, o.order_total,
    min(abs(
      o.order_total
      - (o.order_cost + o.shipping_cost - case when o.promo_id is null then 0 else p.discount end)
    )) as difference
  from orders o
  left join promos p on p.promo_id = o.promo_id
  group by
    o.delivery, o.line, o.order_id, o.promo_id, o.order_cost, o.shipping_cost, o.order_total
),
final as (
  select * from compared where difference >= 0.005
)
select * from final
