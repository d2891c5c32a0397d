with users as (
  select * from {{ ref('stg_users') }}
),
addresses as (
  select * from {{ ref('stg_addresses') }}
),
-- A key that an export has twice fails its test; here it never multiplies rows.
numbered as (
  select
    u.*, a.address, a.zipcode, a.state, a.country,
    row_number() over (partition by u.user_id order by u.delivery, u.line, a.delivery, a.line) as copy
  from users u
  left join addresses a on a.address_id = u.address_id
),
final as (
  select
    user_id,
    user_id_hash,
    first_name,
    last_name,
    email,
    phone_number,
    email_domain,
    email_is_valid,
    phone_is_valid,
    created_at,
    updated_at,
    address_id,
    address,
    zipcode,
    state,
    country
  from numbered
  where copy = 1
)
select * from final
