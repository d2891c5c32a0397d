with events as (
  select *, row_number() over (partition by event_id order by delivery, line) as copy
  from {{ ref('stg_events') }}
),
final as (
  select
    event_id,
    session_id,
    user_id,
    user_id_hash,
    event_type,
    page_url,
    -- The first part of the path: `product` of https://shop.example/product/1 and of /product/1.
    nullif(split_part(page_url, '/', case when page_url like '%://%' then 4 else 2 end), '')
      as page_type,
    created_at,
    order_id,
    product_id,
    coalesce(event_type in ('checkout', 'purchase') and order_id is not null, false)
      as is_purchase,
    coalesce(
      event_type like 'package_%' or event_type like 'order_%' or event_type like 'refund_%'
      or event_type like 'payment_%' or event_type like 'email_%',
      false
    ) as is_system,
    cast(cast(created_at as date) as varchar) as ds
  from events
  where copy = 1
)
select * from final
