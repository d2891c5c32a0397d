with events as (
  select * from {{ source('shop', 'events') }}
),
final as (
  select
    delivery,
    line,
    nullif(trim(event_id), '') as event_id,
    nullif(trim(session_id), '') as session_id,
    nullif(trim(user_id), '') as user_id,
    user_id_hash,
    nullif(split_part(split_part(trim(page_url), '?', 1), '#', 1), '') as page_url,
    cast(nullif(trim(created_at), '') as timestamp) as created_at,
    nullif(lower(trim(event_type)), '') as event_type,
    nullif(trim(order_id), '') as order_id,
    nullif(trim(product_id), '') as product_id
  from events
)
select * from final
