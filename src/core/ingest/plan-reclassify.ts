import { literal } from '../../lib/sql.ts';

/** Requests of some deliveries with what their actions and channels are decided from; a key for each of the two. */
export const reclassifyTables = {
  ruled: 'load.ruled',
  actions: 'load.ruled_actions',
  channels: 'load.ruled_channels',
} as const;

const actionColumns =
  'has_methods, has_event_names, event_name, method, status, dim_path, dim_hostname';
const channelColumns =
  'dim_hostname, dim_referrer, utm_source, utm_medium, click_ids, dim_source, dim_channel';

// As text: an ENUM without values cannot be taken into another table.
const texts = [
  ...['event_name', 'method', 'status', 'dim_path', 'dim_hostname', 'dim_action_type'],
  ...['dim_referrer', 'utm_source', 'utm_medium', 'click_ids', 'dim_source', 'dim_channel'],
]
  .map((column) => `${column}::varchar as ${column}`)
  .join(', ');

/**
 * `load.ruled`: a row a request, with the rows that `counted` counts of it (a query of request_key, has_methods, has_event_names and
 * n), and the two empty tables that take what is decided anew.
 */
export function planRuled(requests: string, counted: string): string {
  const { ruled, actions, channels } = reclassifyTables;
  return `create schema if not exists load;
create or replace table ${ruled} as
select *, hash(${actionColumns}) as action_key, hash(${channelColumns}) as channel_key
from (select request_key, ${texts} from ${requests}) join (${counted}) using (request_key);
create or replace table ${actions} (action_key ubigint, action varchar, rule varchar);
create or replace table ${channels} (channel_key ubigint, referrer varchar, source varchar, channel varchar, settled varchar);`;
}

/** The requests that these deliveries bring and no other does, and what their sources can tell. */
export function planRequestsOf(deliveries: readonly string[]): string {
  return `select e.request_key, any_value(d.has_methods) as has_methods, any_value(d.has_event_names) as has_event_names,
  count(*) as n
from ingest.events e join ingest.deliveries d using (delivery)
group by e.request_key having bool_and(e.delivery in (${deliveries.map(literal).join(', ')}))`;
}

/** What actions are decided from, each once, with how many rows it stands for. */
export const actionFacts = `select action_key, any_value(has_methods) as has_methods, any_value(has_event_names) as has_event_names,
  any_value(event_name) as event_name, any_value(method) as method, any_value(status) as status,
  any_value(dim_path) as dim_path, any_value(dim_hostname) as dim_hostname, cast(sum(n) as double) as n
from ${reclassifyTables.ruled} group by action_key`;

/** What channels are decided from, each once, with how many rows it stands for. */
export const channelFacts = `select channel_key, any_value(dim_hostname) as dim_hostname,
  any_value(dim_referrer) as dim_referrer, any_value(utm_source) as utm_source,
  any_value(utm_medium) as utm_medium, any_value(click_ids) as click_ids,
  any_value(dim_source) as dim_source, any_value(dim_channel) as dim_channel, cast(sum(n) as double) as n
from ${reclassifyTables.ruled} group by channel_key`;

/** Gives the requests of `load.ruled` what was decided anew, and takes the tables of it away. */
export function planDecided(): string {
  const { ruled, actions, channels } = reclassifyTables;
  return `update ingest.all_requests as r set dim_action_type = d.action, action_rule = d.rule
from (select request_key, action, rule from ${ruled} join ${actions} using (action_key)) d
where r.request_key = d.request_key;
update ingest.all_requests as r set dim_referrer = d.referrer, dim_source = d.source, dim_channel = d.channel
from (select request_key, referrer, source, channel from ${ruled} join ${channels} using (channel_key)) d
where r.request_key = d.request_key;
${planDropRuled()}`;
}

/** Takes the tables of a reclassification away. */
function planDropRuled(): string {
  return Object.values(reclassifyTables)
    .map((table) => `drop table if exists ${table}`)
    .join('; ');
}
