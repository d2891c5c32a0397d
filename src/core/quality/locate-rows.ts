import { literal } from '../../lib/sql.ts';
import type { Sample } from './check.ts';

const fact = 'core.fct_website_events';
/** What finds a row of the fact among the records again. */
const needed = ['logged_out_user_id', 'dim_hostname', 'dim_path', 'event_timestamp', 'ds'];

/** Whether the rows of a sample can be found in the files that they came from. */
export function canLocate(on: string, { columns, rows }: Sample): boolean {
  return on === fact && rows.length > 0 && needed.every((name) => columns.includes(name));
}

/**
 * The failing rows with `file` and `line` before their columns: of the visitor's record at that time, the one of the same site and
 * path before others. Times are compared within a second, as the fact spreads colliding events by microseconds. `names`: of the
 * files, by delivery; a file that is not among them is named by its id.
 */
export function locateRows(sampleSql: string, names: ReadonlyMap<string, string>): string {
  const listed = [...names].map(([id, name]) => `(${literal(id)}, ${literal(name)})`);
  const files = listed.length > 0 ? listed.join(', ') : `('', '')`;
  return `with failing as materialized (select row_number() over () as failing_no, * from (${sampleSql})),
found as (
  select f.failing_no, e.delivery, e.record, row_number() over (
    partition by f.failing_no
    order by e.dim_hostname <> f.dim_hostname, e.dim_path is distinct from f.dim_path, e.event_timestamp desc, e.record
  ) as choice
  from failing f
  join staging.stg_keyed_events e
    on e.visitor_id = f.logged_out_user_id and e.ds = f.ds
    and e.event_timestamp between f.event_timestamp - interval 1 second and f.event_timestamp
)
select coalesce(n.name, found.delivery) as file, found.record as line, failing.* exclude (failing_no)
from failing
left join found on found.failing_no = failing.failing_no and found.choice = 1
left join (values ${files}) as n(id, name) on n.id = found.delivery
order by failing.failing_no`;
}
