with steps as (
  select * from {{ ref('funnel') }}
),
final as (
  select s.*
  from steps s
  join steps p
    on p.ds = s.ds and p.dim_hostname = s.dim_hostname and p.step_number = s.step_number - 1
  where s.visitors > p.visitors or s.sessions > p.sessions
)
select * from final
