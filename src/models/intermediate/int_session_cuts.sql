with recursive events as (
  select * from {{ ref('int_website_events') }}
),
long_sessions as (
  select gap_session_no, min(event_timestamp) as started_at
  from events
  where gap_session_no is not null
  group by gap_session_no
  having max(event_timestamp) >= min(event_timestamp) + interval '24' hour
),
hits as (
  select e.gap_session_no, e.rn, e.event_timestamp
  from events e
  join long_sessions s on s.gap_session_no = e.gap_session_no
),
pieces as (
  select gap_session_no, gap_session_no as first_rn, started_at from long_sessions
  union all
  select p.gap_session_no, min(h.rn), min(h.event_timestamp)
  from pieces p
  join hits h
    on h.gap_session_no = p.gap_session_no
    and h.event_timestamp >= p.started_at + interval '24' hour
  group by p.gap_session_no
),
final as (
  select
    gap_session_no,
    first_rn,
    lead(first_rn, 1, 9223372036854775807)
      over (partition by gap_session_no order by first_rn) as next_rn
  from pieces
)
select * from final
