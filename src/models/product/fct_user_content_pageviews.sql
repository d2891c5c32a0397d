with page_views as (
  select * from {{ ref('fct_page_views') }} where order_id is null
),
products as (
  select * from {{ ref('dim_products') }}
),
final as (
  select
    v.event_id,
    v.session_id,
    v.user_id,
    v.user_id_hash,
    v.page_url,
    v.page_type,
    v.product_id,
    p.product_name,
    p.price,
    p.inventory,
    p.is_out_of_stock,
    p.is_stock_risk,
    v.created_at,
    v.ds
  from page_views v
  left join products p on p.product_id = v.product_id
)
select * from final
