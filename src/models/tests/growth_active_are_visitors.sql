with accounted as (
  select ds, dim_hostname, sum(visitors) as visitors
  from {{ ref('growth_accounting') }}
  where state in ('New', 'Retained', 'Resurrected')
  group by ds, dim_hostname
),
seen as (
  select ds, cast(dim_hostname as varchar) as dim_hostname, logged_out_user_id
  from {{ ref('visitor_hours') }}
  where website_hits > 0 and not is_bot
  group by ds, dim_hostname, logged_out_user_id
),
counted as (
  select ds, dim_hostname, count(*) as visitors from seen group by ds, dim_hostname
),
final as (
  select c.ds, c.dim_hostname, c.visitors, a.visitors as accounted
  from counted c
  left join accounted a on a.ds = c.ds and a.dim_hostname = c.dim_hostname
  where a.visitors is null or a.visitors <> c.visitors
)
select * from final
