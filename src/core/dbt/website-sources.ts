/**
 * What the workbench keeps by keys (`ingest.*`) is, in dbt, worked out from the exported `staging.stg_web_events`. A key of properties
 * is text here: it names the map, experiment, variant and release, as the workbench's hash does.
 */
export const stagedTable = 'staging.stg_web_events';

/** Models that read `ingest` in the workbench read these instead. */
export const replacedSources: Readonly<Record<string, string>> = {
  'ingest.properties': 'stg_properties',
  'ingest.repeats': 'stg_repeats',
};

const stagedModel = `with events as (
  select * from {{ source('staging', 'stg_web_events') }}
)
select * from events
`;

const keyedModel = `with events as (
  select * from {{ ref('stg_web_events') }}
),
final as (
  select
    *,
    cast(properties_hash as varchar) || '|' || coalesce('=' || experiment, '') || '|'
      || coalesce('=' || variant, '') || '|' || coalesce('=' || release, '') as properties_key
  from events
)
select * from final
`;

const propertiesModel = `with events as (
  select * from {{ ref('stg_keyed_events') }}
),
final as (
  select
    properties_key,
    any_value(properties_hash) as properties_hash,
    any_value(other_properties) as other_properties,
    any_value(experiment) as experiment,
    any_value(variant) as variant,
    any_value(release) as release
  from events
  group by properties_key
)
select * from final
`;

const repeatsModel = `with events as (
  select * from {{ ref('stg_web_events') }}
),
shared_days as (
  select ds from events group by ds having count(distinct delivery) > 1
),
copies as (
  select
    delivery, record, visitor_id, event_timestamp, request_hash, properties_hash, session_key, user_id,
    row_number() over (
      partition by
        delivery, visitor_id, event_timestamp, request_hash, properties_hash, session_key, user_id
      order by record
    ) as copy
  from events
  where ds in (select ds from shared_days)
),
ranked as (
  select
    delivery, record,
    row_number() over (
      partition by
        visitor_id, event_timestamp, request_hash, properties_hash, session_key, user_id, copy
      order by delivery, record
    ) as nth
  from copies
),
final as (
  select delivery, record from ranked where nth > 1
)
select * from final
`;

/** A model of the dbt project that the workbench has in another form, or not at all. */
export interface StandIn {
  sql: string;
  description: string;
}

/** By name, all in `models/staging`. */
export const standIns: Readonly<Record<string, StandIn>> = {
  stg_web_events: {
    sql: stagedModel,
    description: 'The exported staged events, as they are.',
  },
  stg_keyed_events: {
    sql: keyedModel,
    description: 'The staged events with a key of their properties.',
  },
  stg_properties: {
    sql: propertiesModel,
    description: 'One row a distinct set of properties.',
  },
  stg_repeats: {
    sql: repeatsModel,
    description:
      'Rows that another delivery already brings: a line counts as often as in the delivery that has it most.',
  },
};
