with users as (
  select * from {{ source('shop', 'users') }}
),
trimmed as (
  select
    *,
    nullif(trim(phone_number), '') as phone,
    translate(trim(phone_number), ' ()-.+', '') as digits
  from users
),
final as (
  select
    delivery,
    line,
    nullif(trim(user_id), '') as user_id,
    user_id_hash,
    nullif(trim(first_name), '') as first_name,
    nullif(trim(last_name), '') as last_name,
    nullif(trim(email), '') as email,
    case
      when length(digits) = 10 and translate(digits, '0123456789', '') = ''
        then substr(digits, 1, 3) || '-' || substr(digits, 4, 3) || '-' || substr(digits, 7, 4)
      else phone
    end as phone_number,
    email_domain,
    email_is_valid,
    phone_is_valid,
    cast(nullif(trim(created_at), '') as timestamp) as created_at,
    cast(nullif(trim(updated_at), '') as timestamp) as updated_at,
    nullif(trim(address_id), '') as address_id
  from trimmed
)
select * from final
