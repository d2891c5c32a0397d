import { readFileSync } from 'node:fs';
import murmurhash from 'murmurhash3js-revisited';
import { noRules } from '../rules/load-rules.ts';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../lib/testing/shared-data.ts';
import { openCountryLookup } from './country-lookup.ts';
import { parseCountryRangesCsv } from './country-ranges.ts';
import { encodeCountryRanges } from './encode-country-ranges.ts';
import { enrichVisitors } from './enrich-visitors.ts';
import type { VisitorContext, VisitorInput, VisitorOutput } from './enrich-visitors.ts';
import { userIdNumber, withSecret } from './visitor-id.ts';

const countries = openCountryLookup(
  encodeCountryRanges(parseCountryRangesCsv('8.8.8.0,8.8.8.255,US\n2a00::,2a00:ffff::,DE')),
);
const context: VisitorContext = {
  hasUserAgentColumn: true,
  hasEventNames: false,
  identity: { mode: 'plain' },
  rules: noRules(),
  countries,
};

interface Row {
  ip?: string | null;
  agent?: string | null;
  anonymous?: string | null;
  user?: string | null;
}

function enrich(rows: Row[], changes: Partial<VisitorContext> = {}): VisitorOutput {
  const input: VisitorInput = {
    ip: rows.map((row) => row.ip ?? null),
    userAgent: rows.map((row) => row.agent ?? null),
    anonymousId: rows.map((row) => row.anonymous ?? null),
    userId: rows.map((row) => row.user ?? null),
  };
  return enrichVisitors(input, { ...context, ...changes });
}

function h1(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  return BigInt.asIntN(64, BigInt(`0x${murmurhash.x64.hash128(bytes).slice(0, 16)}`));
}

describe('enrichVisitors', () => {
  it('hashes the canonical address and the whole agent', () => {
    const agent = `Mozilla/5.0 (Macintosh; été) ${'x'.repeat(3000)}`;
    const out = enrich([
      { ip: '203.0.113.7', agent },
      { ip: '::ffff:203.0.113.7', agent },
      { ip: '[2A00:0::1]:443', agent: '-' },
      { ip: '2a00::1', agent: '' },
      { ip: 'Host.Example.COM', agent },
    ]);
    const expected = [
      `203.0.113.7|${agent}`,
      `203.0.113.7|${agent}`,
      '2a00::1|',
      '2a00::1|',
      `host.example.com|${agent}`,
    ];
    expect([...out.visitorId]).toEqual(expected.map(h1));
    expect([...out.unreliable]).toEqual([0, 0, 0, 0, 0]);
  });

  it('falls back to anonymous id, user id and agent', () => {
    const out = enrich([
      { ip: '-', anonymous: 'anon-1', user: '7', agent: 'UA' },
      { ip: '', anonymous: ' ', user: '7', agent: 'UA' },
      { ip: null, anonymous: '-', agent: 'UA' },
      {},
    ]);
    expect([...out.visitorId]).toEqual(['anon-1', '7', 'UA', ''].map(h1));
    expect([...out.unreliable]).toEqual([0, 0, 1, 1]);
    expect(out.reject).toEqual([null, null, null, null]);
  });

  it('puts the secret first in the keyed mode', () => {
    const keyed = enrich([{ ip: '8.8.8.8', agent: 'UA' }], {
      identity: { mode: 'keyed', secret: 's3' },
    });
    expect([...keyed.visitorId]).toEqual([h1('s3|8.8.8.8|UA')]);
    expect(() => enrich([{ ip: '8.8.8.8' }], { identity: { mode: 'keyed', secret: '' } })).toThrow(
      RangeError,
    );
    expect(
      withSecret(
        'k',
        { mode: 'rotating', secrets: new Map([['2024-06-03', 'day']]) },
        '2024-06-03',
      ),
    ).toBe('day|k');
  });

  it('gives country, public and reject by address', () => {
    const out = enrich([
      { ip: '8.8.8.8' },
      { ip: '9.9.9.9' },
      { ip: '10.0.0.1' },
      { ip: '999.1.1.1' },
      { ip: '2a00::1' },
      { ip: '-' },
    ]);
    expect(out.country).toEqual(['US', 'Unknown', 'Unknown', 'Unknown', 'DE', 'Unknown']);
    expect([...out.hasPublicIp]).toEqual([1, 1, 0, 0, 1, 0]);
    expect(out.reject).toEqual([null, null, null, 'not an IP address', null, null]);
  });

  it('describes agents, an absent one by whether the source has any', () => {
    const rows = [{ ip: '8.8.8.8', agent: 'curl/8.0' }, { ip: '8.8.8.8' }];
    expect([...enrich(rows).isBot]).toEqual([1, 1]);
    expect(enrich(rows).botReason).toEqual(['http library: curl', 'empty user agent']);
    expect([...enrich(rows, { hasUserAgentColumn: false }).isBot]).toEqual([1, 0]);
  });

  it('takes no rows', () => {
    expect(enrich([]).visitorId).toHaveLength(0);
  });

  const spellings = sharedData('badinput/event-exports/ip/same_client_two_spellings.csv');
  it.skipIf(!spellings)('sees two clients in two spellings each (needs ../shared/data)', () => {
    const rows = readFileSync(spellings!, 'utf8').trimEnd().split('\n').slice(1);
    const out = enrich(
      rows.map((row) => ({ ip: row.split(',')[1]!, agent: row.split('"')[1] ?? '' })),
    );
    expect(rows).toHaveLength(4);
    expect(new Set(out.visitorId).size).toBe(2);
  });
});

describe('userIdNumber', () => {
  it.each([
    ['42', 42n],
    [' 42 ', 42n],
    ['0', 0n],
    ['-7', -7n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
  ])('keeps %s exact', (raw, expected) => {
    expect(userIdNumber(raw)).toBe(expected);
  });

  it.each(['9223372036854775808', '007', '-0', '+42', '42.0', '1e3', 'user-7', 'été', ''])(
    'hashes "%s"',
    (raw) => {
      expect(userIdNumber(raw)).toBe(h1(raw));
    },
  );
});
