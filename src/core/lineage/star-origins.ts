import type { Role } from '../ingest/mapping.ts';

const agent = ['dim_device_brand', 'dim_device_type', 'dim_os', 'dim_browser'];

/**
 * What each role of a website's export gives in the star. Addresses, agents and referrers are understood in TypeScript
 * (`core/enrich`), which no SQL parser sees: this table says what that code computes from what, and its test tries it.
 */
const meanings: Record<Role, Record<string, readonly string[]>> = {
  time: { 'ingest.events': ['event_timestamp'] },
  ip: {
    'ingest.visitors': ['visitor_id', 'dim_country', 'has_public_ip', 'unreliable'],
  },
  user_agent: {
    'ingest.visitors': ['visitor_id', ...agent, 'is_bot', 'bot_reason'],
  },
  anonymous_id: { 'ingest.visitors': ['visitor_id', 'unreliable'] },
  user_id: { 'ingest.events': ['user_id'], 'ingest.visitors': ['visitor_id', 'unreliable'] },
  session_id: { 'ingest.events': ['session_key'] },
  host: { 'ingest.requests': ['request_hash', 'dim_hostname', 'dim_channel'] },
  url: {
    'ingest.requests': [
      'request_hash',
      'dim_hostname',
      'dim_path',
      'dim_source',
      'dim_channel',
      'utm_source',
      'utm_medium',
      'utm_campaign',
      'utm_term',
      'utm_content',
      'click_ids',
      'dim_action_type',
      'action_rule',
    ],
  },
  referrer: {
    'ingest.requests': ['request_hash', 'dim_referrer', 'dim_source', 'dim_channel'],
  },
  event_name: {
    'ingest.requests': ['request_hash', 'event_name', 'dim_action_type', 'action_rule'],
  },
  method: {
    'ingest.requests': ['request_hash', 'method', 'dim_action_type', 'action_rule'],
    'ingest.properties': ['properties_hash', 'other_properties'],
  },
  status: {
    'ingest.requests': ['request_hash', 'status', 'dim_action_type', 'action_rule'],
    'ingest.properties': ['properties_hash', 'other_properties'],
  },
  experiment: { 'ingest.properties': ['properties_hash', 'other_properties', 'experiment'] },
  variant: { 'ingest.properties': ['properties_hash', 'other_properties', 'variant'] },
  release: { 'ingest.properties': ['properties_hash', 'other_properties', 'release'] },
};

/** Which roles tell one visitor, request or tuple of properties from another: see `core/ingest/plan-load.ts`. */
const keys: [key: string, table: string, roles: Role[]][] = [
  ['visitor_key', 'ingest.visitors', ['ip', 'user_agent', 'anonymous_id', 'user_id']],
  ['request_key', 'ingest.requests', ['url', 'host', 'referrer', 'event_name', 'method', 'status']],
  ['properties_key', 'ingest.properties', ['method', 'status', 'experiment', 'variant', 'release']],
];

/** Sources and their columns that a role gives. */
export function starOrigins(role: Role): Map<string, string[]> {
  const given = new Map(
    Object.entries(meanings[role]).map(([source, columns]) => [source, [...columns]]),
  );
  for (const [key, table, roles] of keys) {
    if (!roles.includes(role)) continue;
    for (const source of [table, 'ingest.events'])
      given.set(source, [key, ...(given.get(source) ?? [])]);
  }
  return given;
}
