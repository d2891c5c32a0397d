with promos as (
  select * from {{ ref('stg_promos') }}
),
final as (
  select
    delivery,
    is_newest,
    promo_id,
    discount
  from promos
  where status = 'active'
)
select * from final
