with events as (
  select * from {{ ref('int_website_events') }} where not is_bot
),
variants as (
  select
    properties_key,
    coalesce(experiment, '(unnamed)') as experiment,
    variant,
    coalesce(release, '(unknown)') as release
  from {{ source('ingest', 'properties') }}
  where variant is not null
),
counted as (
  select
    e.ds, e.dim_hostname, v.experiment, v.variant, v.release,
    count(*) filter (where e.is_website_hit) as website_hits,
    count(*) filter (where e.dim_action_type = 'signup') as signups,
    count(*) filter (where e.dim_action_type = 'purchase') as purchases
  from events e
  join variants v on v.properties_key = e.properties_key
  group by all
),
final as (
  select
    cast(dim_hostname as varchar) as dim_hostname,
    experiment, variant, release, website_hits, signups, purchases,
    ds
  from counted
)
select * from final
