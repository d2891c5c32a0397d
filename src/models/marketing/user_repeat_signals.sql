with orders as (
  select * from {{ ref('fct_user_orders') }}
),
deliveries as (
  select order_id, estimated_delivery_at, delivered_at, is_late from {{ ref('fct_orders') }}
),
all_events as (
  select * from {{ ref('fct_events') }}
),
events as (
  select * from all_events where not is_system
),
moments as (
  select created_at from orders
  union all
  select created_at from all_events
),
data_end as (
  select max(created_at) as ended_at from moments
),
firsts as (
  select * from orders where order_number = 1
),
seconds as (
  select user_id, created_at as second_order_at from orders where order_number = 2
),
buying_sessions as (
  select distinct e.user_id, e.session_id
  from events e
  join firsts f on f.user_id = e.user_id and f.order_id = e.order_id
  where e.is_purchase
),
-- Nothing after the first order may be seen: what came later may follow from coming back.
before_order as (
  select e.*
  from events e
  join firsts f on f.user_id = e.user_id and e.created_at <= f.created_at
),
sessions as (
  select
    e.user_id, e.session_id,
    date_diff('second', min(e.created_at), max(e.created_at)) as seconds,
    count(*) filter (where e.event_type = 'add_to_cart') as adds_to_cart,
    count(b.session_id) > 0 as is_buying
  from before_order e
  left join buying_sessions b on b.user_id = e.user_id and b.session_id = e.session_id
  group by e.user_id, e.session_id
),
product_views as (
  select user_id, product_id, count(*) as views
  from before_order
  where event_type = 'page_view' and product_id is not null
  group by user_id, product_id
),
looked_at as (
  select user_id, count(*) as products, max(views) as most_views
  from product_views
  group by user_id
),
visits as (
  select
    s.user_id,
    count(*) as sessions,
    sum(s.seconds) as seconds,
    count(*) filter (where not s.is_buying and s.adds_to_cart > 0) as abandoned_carts,
    count(*) filter (where not s.is_buying and s.seconds < 60) as bounced_sessions,
    coalesce(max(l.products), 0) as products,
    coalesce(max(l.most_views), 0) as most_views
  from sessions s
  left join looked_at l on l.user_id = s.user_id
  group by s.user_id
),
-- A delivery tells of coming back only while the second order is still to come.
delivered as (
  select f.user_id, d.estimated_delivery_at, d.delivered_at, d.is_late, f.created_at as ordered_at
  from firsts f
  join deliveries d on d.order_id = f.order_id
  left join seconds s on s.user_id = f.user_id
  where d.delivered_at is not null
    and (s.second_order_at is null or s.second_order_at > d.delivered_at)
),
final as (
  select
    f.user_id,
    f.created_at as first_order_at,
    d.delivered_at as first_delivered_at,
    s.second_order_at,
    cast(date_diff('second', f.created_at, s.second_order_at) as double) / 86400
      as days_to_second_order,
    cast(date_diff('second', f.created_at, n.ended_at) as double) / 86400 as follow_up_days,
    cast(date_diff('second', d.delivered_at, s.second_order_at) as double) / 86400
      as days_from_delivery_to_second_order,
    case
      when d.delivered_at > n.ended_at then 0
      else cast(date_diff('second', d.delivered_at, n.ended_at) as double) / 86400
    end as follow_up_days_from_delivery,
    v.sessions > 1 as sign_several_sessions,
    v.seconds >= 300 as sign_long_visits,
    v.most_views > 1 as sign_viewed_again,
    v.products >= 3 as sign_many_products_viewed,
    f.products >= 3 as sign_many_products_bought,
    v.abandoned_carts > 0 as sign_abandoned_cart,
    v.bounced_sessions > 0 as sign_bounced,
    f.promo_id is not null as sign_used_promo,
    cast(date_diff('second', d.ordered_at, d.estimated_delivery_at) as double) / 86400 > 5
      as delivery_sign_long_estimate,
    d.is_late as delivery_sign_late,
    substr(md5(f.user_id), 1, 1) < '8' as sign_random
  from firsts f
  cross join data_end n
  left join seconds s on s.user_id = f.user_id
  left join visits v on v.user_id = f.user_id
  left join delivered d on d.user_id = f.user_id
)
select * from final
