with events as (
  select visitor_id, dim_hostname, ds from {{ ref('int_website_events') }} where is_website_hit
),
-- All hosts together stand for a host that has no name until the end. As text: DuckDB cannot partition by an empty ENUM.
days as (
  select visitor_id, cast(dim_hostname as varchar) as dim_hostname, cast(ds as date) as active_on
  from events
  group by grouping sets ((visitor_id, dim_hostname, ds), (visitor_id, ds))
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
    coalesce(dim_hostname, '(overall)') as dim_hostname,
    active_on, first_active_on, previous_active_on
  from followed
)
select * from final
