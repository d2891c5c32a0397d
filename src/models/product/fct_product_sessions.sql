with events as (
  select * from {{ ref('fct_events') }}
),
sessions as (
  select * from {{ ref('fct_user_sessions') }}
),
products as (
  select * from {{ ref('dim_products') }}
),
items as (
  select * from {{ ref('stg_order_items') }}
),
touched as (
  select
    session_id, user_id, product_id,
    case when event_type = 'page_view' then 1 else 0 end as page_views,
    case when event_type = 'add_to_cart' then 1 else 0 end as adds_to_cart,
    0 as quantity
  from events
  where product_id is not null
),
purchases as (
  select distinct session_id, user_id, order_id from events where is_purchase
),
bought as (
  select p.session_id, p.user_id, i.product_id, 0 as page_views, 0 as adds_to_cart, i.quantity
  from purchases p
  join items i on i.order_id = p.order_id
),
summed as (
  select
    session_id, user_id, product_id,
    sum(page_views) as page_views, sum(adds_to_cart) as adds_to_cart, sum(quantity) as quantity
  from (select * from touched union all select * from bought) as parts
  group by session_id, user_id, product_id
),
final as (
  select
    t.session_id,
    t.user_id,
    t.product_id,
    p.product_name,
    cast(t.page_views as bigint) as page_views,
    cast(t.adds_to_cart as bigint) as adds_to_cart,
    cast(t.quantity as bigint) as quantity,
    t.page_views > 0 as is_viewed,
    t.quantity > 0 as is_bought,
    s.ds
  from summed t
  join sessions s on s.session_id = t.session_id and s.user_id = t.user_id
  left join products p on p.product_id = t.product_id
)
select * from final
