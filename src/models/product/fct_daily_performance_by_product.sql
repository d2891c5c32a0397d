with orders as (
  select * from {{ ref('fct_orders') }}
),
order_items as (
  select * from {{ ref('stg_order_items') }}
),
page_views as (
  select * from {{ ref('fct_page_views') }} where product_id is not null
),
sessions as (
  select * from {{ ref('fct_product_sessions') }}
),
products as (
  select * from {{ ref('dim_products') }}
),
items as (
  select order_id, product_id, sum(quantity) as quantity
  from order_items
  group by order_id, product_id
),
viewed as (
  select product_id, ds, count(*) as page_views
  from page_views
  group by product_id, ds
),
visited as (
  select
    product_id, ds,
    count(*) filter (where is_viewed) as viewing_sessions,
    count(*) filter (where is_viewed and is_bought) as buying_sessions
  from sessions
  group by product_id, ds
),
ordered as (
  select
    i.product_id, o.ds,
    count(*) as orders,
    sum(i.quantity) as quantity,
    count(o.promo_id) as promo_orders
  from items i
  join orders o on o.order_id = i.order_id
  group by i.product_id, o.ds
),
days as (
  select product_id, ds from viewed
  union
  select product_id, ds from visited
  union
  select product_id, ds from ordered
),
final as (
  select
    d.product_id,
    p.product_name,
    coalesce(v.page_views, 0) as page_views,
    coalesce(s.viewing_sessions, 0) as viewing_sessions,
    coalesce(s.buying_sessions, 0) as buying_sessions,
    coalesce(o.orders, 0) as orders,
    cast(coalesce(o.quantity, 0) as bigint) as quantity,
    round(coalesce(o.quantity, 0) * p.price, 2) as revenue,
    coalesce(o.promo_orders, 0) as promo_orders,
    p.price,
    p.inventory,
    d.ds
  from days d
  left join viewed v on v.product_id = d.product_id and v.ds = d.ds
  left join visited s on s.product_id = d.product_id and s.ds = d.ds
  left join ordered o on o.product_id = d.product_id and o.ds = d.ds
  left join products p on p.product_id = d.product_id
)
select * from final
