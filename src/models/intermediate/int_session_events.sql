with events as (
  select * from {{ ref('int_website_events') }}
),
cuts as (
  select * from {{ ref('int_session_cuts') }}
),
mapped as (
  select * from {{ ref('int_mapped_sessions') }}
),
resolved as (
  select
    e.*,
    case
      when e.is_website_hit then coalesce(c.first_rn, m.session_no, e.gap_session_no)
    end as session_no
  from events e
  left join cuts c
    on c.gap_session_no = e.gap_session_no and e.rn >= c.first_rn and e.rn < c.next_rn
  left join mapped m on m.visitor_id = e.visitor_id and m.session_key = e.session_key
),
final as (
  select
    *,
    coalesce(rn = session_no, false) as is_entry,
    coalesce(may_land and rn = session_no, false) as is_landing
  from resolved
)
select * from final
