with events as (
  select visitor_id, dim_hostname, ds from {{ ref('int_website_events') }} where is_website_hit
),
by_host as (
  select visitor_id, dim_hostname, cast(ds as date) as active_on
  from events
  group by visitor_id, dim_hostname, ds
),
-- All hosts together stand for a host that has no name until the end.
days as (
  select visitor_id, dim_hostname, active_on from by_host
  union all
  select visitor_id, null as dim_hostname, active_on from by_host group by visitor_id, active_on
),
followed as (
  select
    visitor_id, dim_hostname, active_on,
    min(active_on) over (partition by visitor_id, dim_hostname order by active_on)
      as first_active_on,
    lag(active_on) over (partition by visitor_id, dim_hostname order by active_on)
      as previous_active_on
  from days
),
final as (
  select
    visitor_id,
    coalesce(cast(dim_hostname as varchar), '(overall)') as dim_hostname,
    active_on, first_active_on, previous_active_on
  from followed
)
select * from final
