import { ident, literal } from '../../lib/sql.ts';
import type { SettledChannel } from '../enrich/channel.ts';
import { loadTables } from './plan-load.ts';
import type { LoadColumns } from './plan-load.ts';

// Text columns with few distinct values: kept as ENUMs, which group 2.5 times as fast and take a byte or two.
const visitorDimensions = [
  'dim_country',
  'dim_device_brand',
  'dim_device_type',
  'dim_os',
  'dim_browser',
  'bot_reason',
];
const requestDimensions = [
  'dim_hostname',
  'dim_path',
  'dim_referrer',
  'dim_source',
  'dim_channel',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'event_name',
  'dim_action_type',
  'action_rule',
];

const visitorColumns = `visitor_key ubigint, visitor_id bigint, dim_country varchar, dim_device_brand varchar,
  dim_device_type varchar, dim_os varchar, dim_browser varchar, is_bot boolean, bot_reason varchar,
  has_public_ip boolean, unreliable boolean`;
const requestColumns = `request_key ubigint, request_hash bigint, dim_hostname varchar, dim_path varchar, dim_referrer varchar,
  dim_source varchar, dim_channel varchar, utm_source varchar, utm_medium varchar, utm_campaign varchar, utm_term varchar,
  utm_content varchar, click_ids varchar, event_name varchar, method varchar, status varchar,
  dim_action_type varchar, action_rule varchar`;
const propertyColumns = `properties_key ubigint, properties_hash bigint, other_properties map(varchar, varchar),
  experiment varchar, variant varchar, release varchar`;

const deliveryColumns = `delivery varchar, name varchar, has_user_agents boolean, keeps_repeats boolean,
  has_methods boolean, has_event_names boolean`;
const eventColumns = `delivery varchar, record bigint, visitor_key ubigint, request_key ubigint,
  properties_key ubigint, user_id bigint, event_timestamp timestamp, session_key bigint`;
const repeatColumns = 'delivery varchar, record bigint';

/** Columns of the star's tables that models read, by name. Text dimensions are ENUMs in a run. */
export const ingestColumns: Record<string, { name: string; type: string }[]> = Object.fromEntries(
  Object.entries({
    'ingest.deliveries': deliveryColumns,
    'ingest.events': eventColumns,
    'ingest.repeats': repeatColumns,
    'ingest.visitors': visitorColumns,
    'ingest.requests': requestColumns,
    'ingest.properties': propertyColumns,
  }).map(([table, definition]) => [
    table,
    // A comma within brackets belongs to a type.
    definition.split(/,(?![^(]*\))/).map((part) => {
      const [name = '', ...type] = part.trim().split(' ');
      return { name, type: type.join(' ').toUpperCase() };
    }),
  ]),
);

/** Statements that create the empty star of a run: live deliveries, events by keys, and what the keys stand for. */
export function planStar(): string {
  return `create schema if not exists ingest;
create schema if not exists load;
create table ingest.deliveries (${deliveryColumns});
create table ingest.events (${eventColumns});
create table ingest.repeats (${repeatColumns});
create table ingest.all_visitors (${visitorColumns});
create table ingest.all_requests (${requestColumns});
create table ingest.properties (${propertyColumns});`;
}

/** Tables that one file's enriched visitors and requests are inserted into before they join the star. */
export function planLoadTables(): string {
  return `create or replace table ${loadTables.visitors} (${visitorColumns}, reject varchar);
create or replace table ${loadTables.requests} (${requestColumns});
create or replace table ${loadTables.users} (user_text varchar, user_number bigint);
create or replace table ${loadTables.personal} (property integer, value varchar);`;
}

/** Adds the visitors and requests that the star does not know yet. */
export function planJoinStar(): string {
  return `insert into ingest.all_visitors select * exclude (reject) from ${loadTables.visitors}
where reject is null and visitor_key not in (select visitor_key from ingest.all_visitors);
insert into ingest.all_requests select * from ${loadTables.requests}
where request_key not in (select request_key from ingest.all_requests);`;
}

/** Property values that may be personal: long enough and of a suspicious shape. Classified in TypeScript. */
export function planSuspects(columns: LoadColumns): string {
  const shape =
    '@|^[+(]|[0-9][-. )][0-9]|:[0-9a-fA-F]*:|[A-Za-z0-9_+/=-]{24,}|^[0-9]{10,}$|(?i)bearer';
  const parts = columns.properties.map(
    (_, i) => `select distinct ${i} as property, p${i} as value from ${loadTables.tuples}
where length(p${i}) >= 7 and regexp_matches(p${i}, ${literal(shape)})`,
  );
  return parts.join('\nunion all\n');
}

/** Adds the file's property tuples: MAP with sorted keys, absent and personal values left out. `personal` lists the positions that hold any. */
export function planProperties(columns: LoadColumns, personal: ReadonlySet<number>): string {
  const value = (i: number): string =>
    personal.has(i)
      ? `case when t.p${i} not in (select value from ${loadTables.personal} where property = ${i}) then t.p${i} end`
      : `t.p${i}`;
  const named = (name: string): string => {
    const index = columns.properties.findIndex((p) => p.name === name);
    return index < 0 ? 'cast(null as varchar)' : value(index);
  };
  const entries = columns.properties.map((p, i) => `{'k': ${literal(p.name)}, 'v': ${value(i)}}`);
  const map =
    entries.length === 0
      ? 'cast(map {} as map(varchar, varchar))'
      : `map_from_entries(list_filter([${entries.join(', ')}], lambda e: e.v is not null))`;
  return `insert into ingest.properties
with maps as (
  select t.properties_key, ${map} as other_properties,
    ${named('experiment')} as experiment, ${named('variant')} as variant, ${named('release')} as release
  from ${loadTables.tuples} t
  where t.properties_key not in (select properties_key from ingest.properties)
)
select properties_key, cast(md5_number_lower(cast(other_properties as varchar)) >> 1 as bigint), other_properties,
  experiment, variant, release
from maps`;
}

/** Counts the rows whose value was dropped as personal. */
export function planPersonalCount(columns: LoadColumns, personal: ReadonlySet<number>): string {
  const parts = [...personal].map((i) => {
    const column = columns.properties[i]!.column;
    return `(select count(*) from ${loadTables.raw} where ${column} in (select value from ${loadTables.personal} where property = ${i}))`;
  });
  return `select ${parts.length === 0 ? '0' : parts.join(' + ')} as dropped`;
}

/** Moves the accepted records of `load.typed` into the star. */
export function planEvents(delivery: string): string {
  return `insert into ingest.events
select ${literal(delivery)} as delivery, record, visitor_key, request_key, properties_key, user_id, event_timestamp, session_key
from load.typed where reason is null`;
}

/** Rows that another live delivery already brings: a line counts as often as in the delivery that has it most. Fresh deliveries give way. */
export function planRepeatedAcrossDeliveries(fresh: string[]): string {
  const identity =
    'visitor_id, event_timestamp, request_hash, properties_hash, session_key, user_id';
  return `delete from ingest.repeats;
insert into ingest.repeats
with days as (
  select delivery, cast(event_timestamp as date) as day from ingest.events group by all
), shared as (
  select day from days group by day having count(*) > 1
), candidates as (
  select e.delivery, e.record, v.visitor_id, e.event_timestamp, r.request_hash, p.properties_hash, e.session_key, e.user_id,
    row_number() over (partition by e.delivery, ${identity} order by e.record) as copy
  from ingest.events e
  join ingest.all_visitors v using (visitor_key)
  join ingest.all_requests r using (request_key)
  join ingest.properties p using (properties_key)
  where cast(e.event_timestamp as date) in (select day from shared)
)
select delivery, record from (
  select delivery, record, row_number() over (
    partition by ${identity}, copy
    order by delivery in (${idList(fresh)}), delivery, record) as nth
  from candidates)
where nth > 1`;
}

function idList(ids: string[]): string {
  return ids.length === 0 ? "''" : ids.map(literal).join(', ');
}

/** Hosts and days of fresh deliveries of which half the rows or more are there already. */
export function planOverlaps(fresh: string[]): string {
  return `select e.delivery, coalesce(r.dim_hostname, '(unknown)') as host,
  strftime(e.event_timestamp, '%Y-%m-%d') as ds, count(*) as n, count(x.record) as shared
from ingest.events e
join ingest.all_requests r using (request_key)
left join ingest.repeats x on x.delivery = e.delivery and x.record = e.record
where e.delivery in (${idList(fresh)}) and exists (select 1 from ingest.repeats)
group by all having shared * 2 >= n order by all`;
}

/** Takes the named hosts and days out of all deliveries but the fresh ones. */
export function planReplaced(fresh: string[], days: { host: string; ds: string }[]): string {
  const pairs = days.map(({ host, ds }) => `(${literal(host)}, ${literal(ds)})`).join(', ');
  return `delete from ingest.events where delivery not in (${idList(fresh)}) and (delivery, record) in (
  select (e.delivery, e.record) from ingest.events e join ingest.all_requests r using (request_key)
  where (coalesce(r.dim_hostname, '(unknown)'), strftime(e.event_timestamp, '%Y-%m-%d')) in (${pairs}))`;
}

// A referrer that is one of the sites themselves is known only when all deliveries are there: so the result
// does not depend on the order in which files came.
function requestsWithInternal({ from, to }: Pick<SettledChannel, 'from' | 'to'>): string {
  return `(select * replace (
    case when dim_channel = ${literal(from)} and dim_referrer in (select dim_hostname from ingest.all_requests where dim_hostname is not null)
      then ${literal(to)} else dim_channel end as dim_channel)
  from ingest.all_requests)`;
}

function planEncoded(table: string, source: string, dimensions: string[]): string {
  const types = dimensions.map(
    (column) =>
      `create type ingest.${column}_values as enum (select distinct ${column} from ${source} where ${column} is not null order by 1);`,
  );
  const columns = dimensions.map(
    (column) => `cast(${column} as ingest.${column}_values) as ${column}`,
  );
  return `${types.join('\n')}
create or replace table ${table} as select * replace (${columns.join(', ')}) from ${source};`;
}

/** `ingest.visitors` and `ingest.requests`: the same rows with their dimensions as sorted ENUMs, and with links between sites settled. */
export function planEncodedDimensions(
  settled: Pick<SettledChannel, 'from' | 'to'> = { from: 'Referral', to: 'Internal' },
): string {
  return `${planEncoded('ingest.visitors', 'ingest.all_visitors', visitorDimensions)}
${planEncoded('ingest.requests', requestsWithInternal(settled), requestDimensions)}`;
}

/** What the source of a delivery can tell at all, beside what its records say. */
export interface DeliverySource {
  id: string;
  hasMethods?: boolean;
  hasEventNames?: boolean;
}

/**
 * Fills the star from the staged events of earlier deliveries (`load.staged`, columns of `staging.stg_web_events`). What their
 * sources can tell is read off the records where the delivery is from before that was kept.
 */
export function planStarFromStaged(live: readonly DeliverySource[]): string {
  const names = (definition: string): string[] =>
    definition.split(',').map((part) => part.trim().split(' ')[0]!);
  const visitor = names(visitorColumns).slice(1);
  const request = names(requestColumns).slice(1);
  const first = (columns: string[]): string =>
    columns.map((c) => `any_value(${c}) as ${c}`).join(', ');
  const missing = (table: string, key: string): string =>
    `${key} not in (select ${key} from ingest.${table})`;
  const known = live.map(
    ({ id, hasMethods = null, hasEventNames = null }) =>
      `(${literal(id)}, ${hasMethods}::boolean, ${hasEventNames}::boolean)`,
  );
  return `create or replace table load.keyed as
with known(delivery, methods, event_names) as (values ${known.join(', ')}),
sources as (
  select delivery,
    coalesce(any_value(methods), bool_or(trim(coalesce(method, '')) not in ('', '-'))) as has_methods,
    coalesce(any_value(event_names), bool_or(event_name is not null)) as has_event_names
  from load.staged join known using (delivery) group by delivery
)
select *, hash(${visitor.join(', ')}) as visitor_key,
  hash(${request.join(', ')}, has_methods, has_event_names) as request_key,
  hash(properties_hash, experiment, variant, release) as properties_key
from load.staged join sources using (delivery);
insert into ingest.all_visitors select visitor_key, ${first(visitor)} from load.keyed
where ${missing('all_visitors', 'visitor_key')} group by visitor_key;
insert into ingest.all_requests select request_key, ${first(request)} from load.keyed
where ${missing('all_requests', 'request_key')} group by request_key;
insert into ingest.properties select properties_key, any_value(properties_hash), any_value(other_properties),
  any_value(experiment), any_value(variant), any_value(release) from load.keyed
where ${missing('properties', 'properties_key')} group by properties_key;
insert into ingest.deliveries select distinct delivery, '', true, false, has_methods, has_event_names from load.keyed;
insert into ingest.events select delivery, record, visitor_key, request_key, properties_key, user_id, event_timestamp,
  session_key from load.keyed;
drop table load.keyed;`;
}

/** Fills the star from the star of the published run, which is still in memory. */
export function planStarFromCatalog(catalog: string, live: string[]): string {
  const ids = live.map(literal).join(', ');
  const from = `${ident(catalog)}.ingest`;
  const missing = (table: string, key: string): string =>
    `insert into ingest.${table} select * from ${from}.${table} where ${key} not in (select ${key} from ingest.${table});`;
  return `${missing('all_visitors', 'visitor_key')}
${missing('all_requests', 'request_key')}
${missing('properties', 'properties_key')}
insert into ingest.deliveries select * from ${from}.deliveries where delivery in (${ids});
insert into ingest.events select * from ${from}.events where delivery in (${ids});`;
}

/** Rows of one delivery per host and ds. */
export function planDeliveryDays(delivery: string): string {
  return `with counts as (
  select request_key, strftime(event_timestamp, '%Y-%m-%d') as ds, count(*) as n
  from ingest.events where delivery = ${literal(delivery)} group by all
)
select coalesce(r.dim_hostname, '(unknown)') as host, c.ds, cast(sum(c.n) as bigint) as n
from counts c join ingest.all_requests r using (request_key) group by all order by all`;
}
