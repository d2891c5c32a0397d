with promos as (
  select * from {{ source('shop', 'promos') }}
),
final as (
  select
    delivery,
    line,
    is_newest,
    nullif(trim(promo_id), '') as promo_id,
    cast(nullif(trim(discount), '') as double) as discount,
    nullif(lower(trim(status)), '') as status
  from promos
)
select * from final
