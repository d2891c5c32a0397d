import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openCountryLookup } from '../enrich/country-lookup.ts';
import { parseCountryRangesCsv } from '../enrich/country-ranges.ts';
import { encodeCountryRanges } from '../enrich/encode-country-ranges.ts';
import { enrichRequests } from '../enrich/enrich-requests.ts';
import { enrichVisitors } from '../enrich/enrich-visitors.ts';
import type { Role } from '../ingest/mapping.ts';
import { starOrigins } from './star-origins.ts';
import { shippedRules } from '../../models/testing/shipped-rules.ts';

const countries = openCountryLookup(
  encodeCountryRanges(parseCountryRangesCsv('8.8.8.0,8.8.8.255,US\n9.9.9.0,9.9.9.255,DE')),
);
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0 Safari/537.36';

const values: Partial<Record<Role, (string | null)[]>> = {
  ip: ['8.8.8.8', '9.9.9.9', '10.0.0.1', '', 'unknown', null],
  user_agent: [iphone, windows, 'Googlebot/2.1', '-', null],
  anonymous_id: ['a', 'b', null],
  user_id: ['1', 'u2', null],
  host: ['a.com', 'b.com', 'c.com', null],
  url: [
    '/',
    '/signup',
    '/x.css',
    'https://b.com/y?utm_source=n&utm_medium=cpc&gclid=1',
    '/?utm_term=t&utm_content=c&utm_campaign=k',
  ],
  referrer: ['https://www.google.com/', 'https://a.com/', 'https://c.com/q', '-', null],
  event_name: ['signup', 'purchase', null],
  method: ['GET', 'POST', null],
  status: ['200', '500', null],
};
type Row = Record<string, string | null>;

/** What the code of `core/enrich` makes of one record, by column of the star. */
function enriched(row: Row): Record<string, unknown> {
  const v = enrichVisitors(
    {
      ip: [row.ip!],
      userAgent: [row.user_agent!],
      anonymousId: [row.anonymous_id!],
      userId: [row.user_id!],
    },
    {
      ...{ hasUserAgentColumn: true, hasEventNames: true, identity: { mode: 'plain' } },
      ...{ countries, rules: shippedRules },
    },
  );
  const r = enrichRequests(
    {
      url: [row.url!],
      host: [row.host!],
      referrer: [row.referrer!],
      eventName: [row.event_name!],
      method: [row.method!],
      status: [row.status!],
    },
    {
      ...{
        defaultHost: 'a.com',
        ownHosts: new Set(['a.com', 'b.com']),
        hasMethods: true,
        hasEventNames: true,
      },
      ...{ channelRules: shippedRules.channels, actionRules: shippedRules.actions },
    },
  );
  return {
    ...{ visitor_id: v.visitorId[0], dim_country: v.country[0], dim_device_brand: v.brand[0] },
    ...{ dim_device_type: v.deviceType[0], dim_os: v.os[0], dim_browser: v.browser[0] },
    ...{ is_bot: v.isBot[0], bot_reason: v.botReason[0], has_public_ip: v.hasPublicIp[0] },
    ...{ unreliable: v.unreliable[0], request_hash: r.requestHash[0], dim_hostname: r.hostname[0] },
    ...{ dim_path: r.path[0], dim_referrer: r.referrer[0], dim_source: r.source[0] },
    ...{ dim_channel: r.channel[0], utm_source: r.utmSource[0], utm_medium: r.utmMedium[0] },
    ...{ utm_campaign: r.utmCampaign[0], utm_term: r.utmTerm[0], utm_content: r.utmContent[0] },
    ...{ click_ids: r.clickIds[0], event_name: r.eventName[0], dim_action_type: r.action[0] },
    action_rule: r.actionRule[0],
  };
}

it('a role changes what the table says it gives, and nothing else', () => {
  const roles = Object.keys(values) as Role[];
  const seen = new Map<Role, Set<string>>(roles.map((role) => [role, new Set()]));
  const row = fc.record(
    Object.fromEntries(roles.map((role) => [role, fc.constantFrom(...values[role]!)])),
  ) as fc.Arbitrary<Row>;
  fc.assert(
    fc.property(row, row, (one, other) => {
      const before = enriched(one);
      for (const role of roles) {
        const after = enriched({ ...one, [role]: other[role]! });
        for (const [column, value] of Object.entries(before))
          if (value !== after[column]) seen.get(role)!.add(column);
      }
    }),
    { numRuns: 1_500, seed: 1 },
  );
  for (const role of roles) {
    const given = new Set([...starOrigins(role).values()].flat());
    expect([role, [...seen.get(role)!].filter((column) => !given.has(column))]).toEqual([role, []]);
    const untold = new Set([
      'visitor_key',
      'request_key',
      'properties_key',
      'properties_hash',
      'other_properties',
      role,
    ]);
    expect([
      role,
      [...given].filter((column) => !untold.has(column) && !seen.get(role)!.has(column)),
    ]).toEqual([role, []]);
  }
});
