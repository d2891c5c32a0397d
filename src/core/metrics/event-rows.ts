import type { ModelColumn } from '../project/model.ts';

const ofEvent = [
  'ds',
  'event_timestamp',
  'logged_out_user_id',
  'dim_hostname',
  'dim_country',
  'dim_device_brand',
  'dim_device_type',
  'dim_os',
  'dim_browser',
  'dim_referrer',
  'dim_path',
  'dim_action_type',
  'is_bot',
];

const counts = {
  website_hits: "dim_action_type not in ('asset', 'api_call', 'error', 'other')",
  signups: "dim_action_type = 'signup'",
  logins: "dim_action_type = 'login'",
  purchases: "dim_action_type = 'purchase'",
};

const ofVisit = {
  event_hour: 'cast(extract(hour from e.event_timestamp) as integer)',
  entry_channel: "coalesce(s.entry_channel, e.dim_channel, 'Direct')",
  entry_source: "coalesce(s.entry_source, e.dim_source, '(direct)')",
  entry_path: 's.entry_path',
  exit_path: 's.exit_path',
  utm_source: 's.utm_source',
  utm_medium: 's.utm_medium',
  utm_campaign: 's.utm_campaign',
};

const columns = [
  ...ofEvent.map((name) => [name, `e.${name}`] as const),
  ...Object.entries(ofVisit),
  ...Object.entries(counts).map(([name, is]) => [name, `cast(e.${is} as integer)`] as const),
];

/**
 * Events with what is known of their visit, counted as `growth.visitor_hours` counts them: what pages and actions are asked of. Not
 * there: visits themselves, which are no property of an event.
 */
export const eventRows: {
  name: string;
  from: string;
  columns: ModelColumn[];
  /** Tables that are read. */
  tables: string[];
} = {
  name: 'website_events',
  from: `(
  select
    ${columns.map(([name, sql]) => `${sql} as ${name}`).join(',\n    ')}
  from core.fct_website_events e
  left join core.fct_sessions s on s.session_id = e.session_id
) as website_events`,
  columns: columns.map(([name]) => ({
    name,
    type: name === 'event_timestamp' ? 'TIMESTAMP' : 'VARCHAR',
    description: '',
  })),
  tables: ['core.fct_website_events', 'core.fct_sessions'],
};
