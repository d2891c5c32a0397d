with events as (
  select * from {{ ref('int_website_events') }}
),
final as (
  select visitor_id, session_key, min(rn) as session_no
  from events
  where is_website_hit and session_key is not null
  group by visitor_id, session_key
)
select * from final
