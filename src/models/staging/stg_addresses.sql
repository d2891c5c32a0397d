with addresses as (
  select * from {{ source('shop', 'addresses') }}
),
final as (
  select
    delivery,
    line,
    nullif(trim(address_id), '') as address_id,
    nullif(trim(address), '') as address,
    nullif(trim(zipcode), '') as zipcode,
    nullif(trim(state), '') as state,
    nullif(trim(country), '') as country
  from addresses
)
select * from final
