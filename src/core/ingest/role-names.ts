import type { Role } from './mapping.ts';

/** Names that columns of each role have in the exports of common tools, the surest first. Compared after `plainName`. */
const roleNames: Record<Role, readonly string[]> = {
  time: [
    'event_timestamp',
    'event_time',
    'timestamp',
    'ts',
    'time',
    'datetime',
    'date_time',
    'occurred_at',
    'original_timestamp',
    'received_at',
    'created_at',
    'created',
    'event_date',
    'time_local',
    'time_iso8601',
    'logged_at',
    'hit_time',
    'server_time',
    'request_time',
    'sent_at',
    'date',
    'day',
  ],
  ip: [
    'ip',
    'client_ip',
    'ip_address',
    'remote_addr',
    'remote_ip',
    'clientip',
    'c_ip',
    'user_ip',
    'visitor_ip',
    'context_ip',
    'remote_host',
    'client_addr',
    'x_forwarded_for',
    'forwarded_for',
    'xff',
    'ip_addr',
    'source_ip',
  ],
  user_agent: [
    'user_agent',
    'useragent',
    'ua',
    'http_user_agent',
    'agent',
    'cs_user_agent',
    'raw_user_agent',
    'browser_user_agent',
  ],
  host: [
    'host',
    'hostname',
    'dim_hostname',
    'domain',
    'site',
    'http_host',
    'server_name',
    'vhost',
    'page_hostname',
    'website',
    'cs_host',
  ],
  url: [
    'url',
    'current_url',
    'page_url',
    'page_location',
    'request_uri',
    'uri',
    'path',
    'page_path',
    'page',
    'pathname',
    'request_url',
    'request_path',
    'url_path',
    'location',
    'cs_uri_stem',
    'landing_page',
    'href',
  ],
  referrer: [
    'referrer',
    'referer',
    'http_referer',
    'http_referrer',
    'page_referrer',
    'initial_referrer',
    'cs_referer',
    'referring_url',
    'ref',
  ],
  user_id: [
    'user_id',
    'userid',
    'uid',
    'account_id',
    'customer_id',
    'member_id',
    'distinct_id',
    'user',
    'login',
  ],
  anonymous_id: [
    'anonymous_id',
    'anon_id',
    'anonymousid',
    'device_id',
    'cookie_id',
    'visitor_id',
    'client_id',
    'user_pseudo_id',
    'logged_out_user_id',
    'domain_userid',
    'fullvisitorid',
  ],
  event_name: [
    'event_name',
    'event_type',
    'event',
    'action_type',
    'dim_action_type',
    'action',
    'event_action',
    'activity',
    'type',
  ],
  method: ['method', 'http_method', 'request_method', 'cs_method', 'verb'],
  status: [
    'status',
    'status_code',
    'http_status',
    'response_code',
    'sc_status',
    'response_status',
    'code',
  ],
  session_id: [
    'session_id',
    'sessionid',
    'session',
    'ga_session_id',
    'visit_id',
    'domain_sessionid',
    'sid',
  ],
  experiment: ['experiment', 'experiment_id', 'experiment_name', 'ab_test', 'test_name'],
  variant: [
    'variant',
    'variation',
    'experiment_variant',
    'variant_id',
    'variation_id',
    'bucket',
    'ab_variant',
  ],
  release: [
    'release',
    'release_id',
    'app_version',
    'build',
    'deploy',
    'version',
    'release_version',
  ],
};

/** A column name as it is compared: lower case, camel case and punctuation to `_`, `$` and BOM gone. */
function plainName(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

/** How well a column's name fits a role, 0 to 1. Of a path (`context.page.url`) the last part counts, less surely. */
export function nameFit(column: string, role: Role): number {
  const whole = nameRank(plainName(column), role);
  const parts = column.split('.');
  if (whole > 0 || parts.length < 2) return whole;
  return nameRank(plainName(parts.at(-1)!), role) * 0.9;
}

function nameRank(name: string, role: Role): number {
  const rank = roleNames[role].indexOf(name);
  return rank < 0 ? 0 : 1 - (0.3 * rank) / roleNames[role].length;
}
