import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../lib/testing/shared-data.ts';
import { parseClientAddress, parseIpv6 } from './ip-address.ts';

function canonical(raw: string): string {
  const address = parseClientAddress(raw);
  return 'canonical' in address ? `${address.kind} ${address.canonical}` : address.kind;
}

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
const groups = fc.array(group, { minLength: 8, maxLength: 8 });

describe('parseClientAddress', () => {
  it.each([
    ['203.0.113.7', 'ip 203.0.113.7'],
    [' 203.0.113.7 ', 'ip 203.0.113.7'],
    ['203.0.113.7:5555', 'ip 203.0.113.7'],
    ['[2001:db8::1]:443', 'ip 2001:db8::1'],
    ['[2001:db8::1]', 'ip 2001:db8::1'],
    ['fe80::1%eth0', 'ip fe80::1'],
    ['2001:DB8:0:0:0:0:0:1', 'ip 2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', 'ip 2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', 'ip 2001:db8:0:1:1:1:1:1'],
    ['::ffff:203.0.113.7', 'ip 203.0.113.7'],
    ['::FFFF:cb00:7107', 'ip 203.0.113.7'],
    ['10.0.0.1, 8.8.8.8, 1.1.1.1', 'ip 8.8.8.8'],
    ['10.0.0.1, 192.168.0.1', 'ip 10.0.0.1'],
    ['unknown, 203.0.113.7', 'ip 203.0.113.7'],
    ['Crawl-66-249.Googlebot.COM', 'name crawl-66-249.googlebot.com'],
    ['-', 'none'],
    ['', 'none'],
    ['unknown', 'none'],
    ['unknown, -', 'none'],
    ['999.1.1.1', 'invalid'],
    ['1.2.3', 'invalid'],
    ['1.2.3.4.5', 'invalid'],
    ['0x7f.1', 'invalid'],
    ['2130706433', 'invalid'],
    ['017700000001', 'invalid'],
    ['203.0.113.007', 'invalid'],
    ['203.0.113.0/24', 'invalid'],
    ['2001:db8::/32', 'invalid'],
    ['1.2.3.4 garbage', 'invalid'],
    ['12:34:56', 'invalid'],
  ])('reads "%s" as %s', (raw, expected) => {
    expect(canonical(raw)).toBe(expected);
  });

  it('agrees with ipaddr.js on every IPv4 address, and on whether it is public', () => {
    fc.assert(
      fc.property(uint32, (word) => {
        const theirs = new ipaddr.IPv4([24, 16, 8, 0].map((shift) => (word >>> shift) & 255));
        const ours = parseClientAddress(theirs.toString());
        if (ours.kind !== 'ip') throw new Error('not read');
        // ipaddr.js calls a few single addresses of 192.0.0.0/24 and AS112 special; we hold to whole blocks.
        const isSpecial =
          theirs.range() !== 'unicast' && theirs.range() !== 'as112' && theirs.range() !== 'amt';
        expect([ours.canonical, ours.words[0], ours.isPublic]).toEqual([
          theirs.toString(),
          word,
          !isSpecial,
        ]);
      }),
    );
  });

  it.each([
    '10.0.0.1',
    '172.16.0.9',
    '172.31.255.255',
    '192.168.1.1',
    '127.0.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '100.127.255.255',
    '0.0.0.0',
    '255.255.255.255',
    '203.0.113.7',
    '198.51.100.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.19.255.255',
    '224.0.0.1',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '2001:db8::1',
    '64:ff9b::cb00:7107',
    '2002:cb00:7107::',
    '2001::1',
    '::ffff:10.0.0.1',
  ])('calls %s not public', (raw) => {
    expect(parseClientAddress(raw)).toMatchObject({ kind: 'ip', isPublic: false });
  });

  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '192.0.3.1',
    '198.20.0.1',
    '2a00:1450::1',
    '2001:4860:4860::8888',
  ])('calls %s public', (raw) => {
    expect(parseClientAddress(raw)).toMatchObject({ kind: 'ip', isPublic: true });
  });

  it('writes IPv6 as RFC 5952 does, whatever the spelling', () => {
    fc.assert(
      fc.property(groups, fc.boolean(), (parts, upper) => {
        const long = parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
        const ours = parseClientAddress(upper ? long.toUpperCase() : long);
        if (ours.kind !== 'ip' || ours.words.length === 1) return;
        expect(ours.canonical).toBe(new ipaddr.IPv6(parts).toRFC5952String());
        expect(ours.words.length).toBe(4);
        expect(parseClientAddress(ours.canonical)).toEqual(ours);
      }),
    );
  });

  it('accepts as IPv6 what Node accepts', () => {
    const piece = fc.constantFrom(
      ':',
      '::',
      '0',
      '1',
      'ffff',
      'a',
      '12345',
      'g',
      '1.2.3.4',
      '01.2.3.4',
      '',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 17 }), (pieces) => {
        const text = pieces.join('');
        expect(parseIpv6(text) !== undefined, text).toBe(isIPv6(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => Boolean(parseClientAddress(text).kind)),
    );
  });

  const forms = sharedData('badinput/event-exports/ip/forms.csv');
  it.skipIf(!forms)(
    'refuses what would have to be guessed in forms.csv (needs ../shared/data)',
    () => {
      const rows = readFileSync(forms!, 'utf8').trimEnd().split('\n').slice(1);
      const kinds = rows.map((row) => {
        const [, , quoted, plain] = /^([^,]*),(?:"([^"]*)"|([^,]*)),/.exec(row)!;
        return canonical(quoted ?? plain ?? '');
      });
      expect(kinds.filter((kind) => kind === 'invalid')).toHaveLength(7);
      expect(kinds.filter((kind) => kind === 'none')).toHaveLength(3);
      expect(kinds.filter((kind) => kind === 'ip 203.0.113.7')).toHaveLength(4);
    },
  );
});
