with variants as (
  select
    ds, dim_hostname, experiment,
    sum(website_hits) as website_hits, sum(signups) as signups, sum(purchases) as purchases
  from {{ ref('daily_variants') }}
  group by ds, dim_hostname, experiment
),
days as (
  select
    ds, dim_hostname,
    sum(numerator) filter (where metric = 'website_hits') as website_hits,
    sum(numerator) filter (where metric = 'signups') as signups,
    sum(numerator) filter (where metric = 'purchases') as purchases
  from {{ ref('daily_metrics') }}
  group by ds, dim_hostname
),
final as (
  select v.ds, v.dim_hostname, v.experiment, v.website_hits, v.signups, v.purchases
  from variants v
  left join days d on d.ds = v.ds and d.dim_hostname = v.dim_hostname
  where
    d.ds is null or v.website_hits > d.website_hits or v.signups > d.signups
    or v.purchases > d.purchases
)
select * from final
