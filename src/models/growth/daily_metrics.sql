with hours as (
  select * from {{ ref('visitor_hours') }}
),
sessions as (
  select * from {{ ref('int_sessions') }}
),
visitor_days as (
  select
    ds, dim_hostname, logged_out_user_id,
    sum(website_hits) as website_hits, sum(visits) as visits,
    sum(signups) as signups, sum(logins) as logins, sum(purchases) as purchases
  from hours
  where not is_bot
  group by ds, dim_hostname, logged_out_user_id
),
days as (
  select
    ds, dim_hostname,
    sum(website_hits) as hits, sum(visits) as visits,
    sum(signups) as signups, sum(logins) as logins, sum(purchases) as purchases,
    count(*) filter (where website_hits > 0) as visitors,
    count(*) filter (where signups > 0) as signup_people,
    count(*) filter (where logins > 0) as login_people,
    count(*) filter (where purchases > 0) as purchase_people
  from visitor_days
  group by ds, dim_hostname
),
session_days as (
  select
    ds, dim_hostname, count(*) as sessions,
    count(*) filter (where signups > 0) as signed_up,
    count(*) filter (where purchases > 0) as purchased
  from sessions
  group by ds, dim_hostname
),
measured as (
  select ds, dim_hostname, 'daily_visitors' as metric, visitors as numerator, 1 as denominator from days
  union all select ds, dim_hostname, 'website_visits', visits, 1 from days
  union all select ds, dim_hostname, 'website_hits', hits, 1 from days
  union all select ds, dim_hostname, 'signups', signups, 1 from days
  union all select ds, dim_hostname, 'logins', logins, 1 from days
  union all select ds, dim_hostname, 'purchases', purchases, 1 from days
  union all select ds, dim_hostname, 'signup_people', signup_people, 1 from days
  union all select ds, dim_hostname, 'login_people', login_people, 1 from days
  union all select ds, dim_hostname, 'purchase_people', purchase_people, 1 from days
  union all select ds, dim_hostname, 'signup_conversion_rate', signups, hits from days
  union all select ds, dim_hostname, 'purchase_conversion_rate', purchases, signups from days
  union all
  select ds, dim_hostname, 'signup_conversion_rate_by_visitor', signup_people, visitors from days
  union all
  select ds, dim_hostname, 'purchase_conversion_rate_by_visitor', purchase_people, signup_people from days
  union all
  select ds, dim_hostname, 'signup_conversion_rate_by_session', signed_up, sessions from session_days
  union all
  select ds, dim_hostname, 'purchase_conversion_rate_by_session', purchased, signed_up from session_days
),
final as (
  select
    cast(dim_hostname as varchar) as dim_hostname,
    metric,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    case when denominator > 0 then cast(numerator as double) / cast(denominator as double) end as value,
    ds
  from measured
)
select * from final
