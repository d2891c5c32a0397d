with events as (
  select * from {{ ref('int_session_events') }}
),
final as (
  select
    session_no,
    any_value(visitor_id) as visitor_id,
    arg_max(user_id, rn) as user_id,
    min(event_timestamp) as started_at,
    max(event_timestamp) as ended_at,
    max(rn) as last_rn,
    count(*) as website_hits,
    count(*) filter (where dim_action_type in ('page_view', 'landing')) as pages,
    count(*) filter (where dim_action_type = 'signup') as signups,
    count(*) filter (where dim_action_type = 'login') as logins,
    count(*) filter (where dim_action_type = 'purchase') as purchases
  from events
  where session_no is not null
  group by session_no
)
select * from final
