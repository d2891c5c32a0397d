import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noRules } from '../rules/load-rules.ts';
import { parseClientAddress } from './ip-address.ts';
import { isInRange, parseRange } from './ip-range.ts';
import { compileVisitorRules } from './visitor-rules.ts';

const wordsOf = (text: string): readonly number[] => {
  const address = parseClientAddress(text);
  return address.kind === 'ip' ? address.words : [];
};

describe('ranges of addresses', () => {
  it('hold what the block lists of Node hold', () => {
    // Neighbours, so that they often share a range.
    const ipv4 = fc.tuple(fc.constantFrom(10, 203), fc.nat(3), fc.nat(255), fc.nat(255));
    const ipv6 = fc.array(fc.constantFrom('0', '1', 'db8', 'ffff'), { minLength: 8, maxLength: 8 });
    const some = [
      [ipv4.map((parts) => parts.join('.')), 32],
      [ipv6.map((parts) => `2001:${parts.slice(1).join(':')}`), 128],
    ] as const;
    for (const [address, bits] of some)
      fc.assert(
        fc.property(address, address, fc.nat(bits), (start, other, prefix) => {
          const list = new BlockList();
          const family = isIPv6(start) ? 'ipv6' : 'ipv4';
          list.addSubnet(start, prefix, family);
          const range = parseRange(`${start}/${prefix}`)!;
          expect(isInRange(wordsOf(other), range)).toBe(list.check(other, family));
          expect(isInRange(wordsOf(start), range)).toBe(true);
        }),
      );
  });

  it('are read as people write them', () => {
    expect(parseRange('203.0.113.7')).toEqual({ words: [0xcb007107], prefix: 32 });
    expect(parseRange('::ffff:203.0.113.0/120')).toEqual({ words: [0xcb007100], prefix: 24 });
    for (const text of ['', 'a', '1.2.3', '1.2.3.4/33', '::/129', '1.2.3.4/', '::1/x'])
      expect(parseRange(text), text).toBeUndefined();
  });
});

describe('rules about visitors', () => {
  it('take the narrowest range, of equal ones the first', () => {
    const rules = compileVisitorRules({
      ...noRules(),
      countries: [
        { name: 'all', address: '0.0.0.0/0', country: 'AA' },
        { name: 'one', address: '10.1.0.0/16', country: 'BB' },
        { name: 'other', address: '10.1.0.0/16', country: 'CC' },
        { name: 'wide', address: '10.0.0.0/8', country: 'DD' },
      ],
    });
    const countryOf = (text: string) => rules.country(wordsOf(text))?.country;
    expect(['10.1.2.3', '10.2.0.0', '9.9.9.9', '2001:db8::1'].map(countryOf)).toEqual([
      ...['BB', 'DD', 'AA', undefined],
    ]);
  });

  it('ask for all that a bot rule states', () => {
    const when = { userAgent: 'probe', address: '10.0.0.0/8' };
    const rules = compileVisitorRules({ ...noRules(), bots: [{ name: 'p', isBot: true, when }] });
    expect(rules.bot('Probe/1', wordsOf('10.0.0.1'))?.name).toBe('p');
    expect(rules.bot('Probe/1', wordsOf('11.0.0.1'))).toBeUndefined();
    expect(rules.bot('Probe/1', undefined)).toBeUndefined();
    expect(rules.bot('Mozilla', wordsOf('10.0.0.1'))).toBeUndefined();
  });
});
