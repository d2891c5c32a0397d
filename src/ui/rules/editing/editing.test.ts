import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleKind } from '../../../core/rules/rules.ts';
import { shippedRules } from '../../../models/testing/shipped-rules.ts';
import { countryList } from './country-list.ts';
import { describeGift, describeRule } from './describe-rule.ts';
import { fromPattern, patternWays, toPattern } from './pattern-text.ts';
import { emptyForm, formOf, readForm } from './rule-form.ts';
import type { FieldValue } from './rule-form.ts';
import type { AnyRule } from './rule-fields.ts';
import { compareRules, freeName, insertRule, moveRule, placeOf } from './rule-list.ts';

const scopes = ['pattern', 'whole'] as const;
const plain = fc.string({ minLength: 1, maxLength: 12 });

describe('a pattern', () => {
  it('is what its plain words say', () => {
    const means = {
      starts: (text: string, part: string) => text.startsWith(part),
      is: (text: string, part: string) => text === part,
      contains: (text: string, part: string) => text.includes(part),
      ends: (text: string, part: string) => text.endsWith(part),
    };
    const words = fc.stringMatching(/^[a-c.*+/]{1,4}$/);
    fc.assert(
      fc.property(words, words, fc.constantFrom(...scopes), (text, part, scope) => {
        for (const how of ['starts', 'is', 'contains', 'ends'] as const) {
          const source = toPattern({ how, text: part }, scope);
          const expression = new RegExp(scope === 'whole' ? `^(?:${source})$` : source, 'i');
          expect({ how, source, holds: expression.test(text) }).toEqual({
            how,
            source,
            holds: means[how](text, part),
          });
        }
      }),
    );
  });

  it('comes back as the same expression, however it is told', () => {
    const way = fc.constantFrom(...patternWays);
    fc.assert(
      fc.property(plain, way, fc.constantFrom(...scopes), (text, how, scope) => {
        const source = toPattern({ how, text }, scope);
        expect(toPattern(fromPattern(source, scope), scope)).toBe(source);
      }),
    );
    expect(fromPattern('^/pricing', 'pattern')).toEqual({ how: 'starts', text: '/pricing' });
    expect(fromPattern(String.raw`^/a\.b$`, 'pattern')).toEqual({ how: 'is', text: '/a.b' });
    expect(fromPattern('.*news.*', 'whole')).toEqual({ how: 'contains', text: 'news' });
    expect(fromPattern('cpc|ppc', 'whole')).toEqual({ how: 'pattern', text: 'cpc|ppc' });
    expect(fromPattern('.+', 'whole').how).toBe('pattern');
    expect(fromPattern(String.raw`^\d+`, 'pattern').how).toBe('pattern');
  });
});

describe('a form', () => {
  const others: [RuleKind, AnyRule][] = [
    ['hosts', 'blog.example.com'],
    ['bots', { name: 'office', when: { address: '203.0.113.0/24' }, isBot: true }],
    ['bots', { name: 'monitor', when: { userAgent: 'uptime' }, isBot: false }],
    ['devices', { name: 'till', userAgent: '^till/', brand: 'Acme', type: 'desktop' }],
    ['countries', { name: 'vpn', address: '2001:db8::/32', country: 'NO' }],
  ];

  it('gives back every rule that ships, and one of each other kind', () => {
    const all: [RuleKind, AnyRule][] = [
      ...shippedRules.actions.map((rule): [RuleKind, AnyRule] => ['actions', rule]),
      ...shippedRules.channels.map((rule): [RuleKind, AnyRule] => ['channels', rule]),
      ...others,
    ];
    for (const [kind, rule] of all) expect(readForm(kind, formOf(kind, rule)).rule).toEqual(rule);
  });

  const read = (kind: RuleKind, values: Record<string, FieldValue>, name = 'mine') => {
    const form = emptyForm(kind);
    return readForm(kind, { name, values: { ...form.values, ...values } }, ['taken']);
  };

  it('takes what people type for what rules know', () => {
    expect(
      read('actions', {
        eventName: 'Signed Up, trialStarted\nsigned_up',
        method: 'post put',
        minStatus: '200',
        notStatus: '304, 301',
        hasEventName: 'no',
        action: 'own name',
      }).rule,
    ).toEqual({
      name: 'mine',
      action: null,
      when: {
        eventName: ['signed_up', 'trial_started'],
        method: ['POST', 'PUT'],
        minStatus: 200,
        notStatus: [304, 301],
        hasEventName: false,
      },
    });
    expect(read('hosts', { host: ' WWW.Blog.Example.com ' }).rule).toMatch(/blog\.example\.com$/);
  });

  it('tells at each field what cannot stand', () => {
    const faults = (...input: Parameters<typeof read>) =>
      Object.entries(read(...input).faults ?? {}).map(([key, { code }]) => `${key}: ${code}`);
    expect(faults('actions', { path: { how: 'pattern', text: '(' }, minStatus: '2xx' })).toEqual([
      'path: pattern',
      'minStatus: status',
    ]);
    expect(faults('actions', { path: { how: 'contains', text: '(' } })).toEqual([]);
    expect(faults('channels', {}, ' ')).toEqual(['name: name']);
    expect(faults('channels', {}, 'taken')).toEqual(['name: taken']);
    expect(faults('hosts', { host: 'taken' })).toEqual(['host: taken']);
    expect(faults('hosts', { host: 'https://a.com/b' })).toEqual(['host: host']);
    expect(faults('bots', {})).toEqual(['userAgent: parts']);
    expect(faults('bots', { address: '203.0.113.0/33' })).toContain('address: address');
    expect(faults('devices', { userAgent: { how: 'contains', text: 'x' } })).toEqual([
      'brand: parts',
    ]);
    expect(faults('countries', { address: '10.0.0.1' })).toEqual(['country: needed']);
  });
});

describe('a rule in words', () => {
  const told = (kind: RuleKind, rule: AnyRule) =>
    describeRule(kind, rule).map(({ label, value }) => `${label} ${value}`.trim());

  it('says what it asks for and what it gives', () => {
    const rule: AnyRule = {
      name: 'x',
      action: null,
      when: {
        eventName: ['a', 'b', 'c', 'd', 'e'],
        minStatus: 300,
        maxStatus: 399,
        path: '^/pricing',
        source: 'no methods',
      },
    };
    expect(told('actions', rule)).toEqual([
      'event a, b, c and 2 more',
      'path starts with /pricing',
      'status 300 to 399',
      'files without a method column',
    ]);
    expect(describeGift('actions', rule)).toBe('the event’s own name');
    expect(told('actions', { name: 'x', action: 'other', when: {} })).toEqual([]);
    expect(told('actions', { name: 'x', action: 'other', when: { minStatus: 400 } })).toEqual([
      'status 400 or more',
    ]);
    expect(
      told('channels', {
        name: 'x',
        channel: 'Email',
        when: { site: ['ai'], referrer: ['none', 'own'], tagged: false },
      }),
    ).toEqual(['from AI assistants', 'referrer none, an own host', 'not tagged with UTM']);
    expect(describeGift('countries', { name: 'x', address: '1.1.1.1', country: 'DE' })).toBe(
      'Germany',
    );
  });

  it('knows countries by name, each code once', () => {
    const codes = countryList().map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(240);
    expect(codes.length).toBeLessThan(255);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(expect.arrayContaining(['DE', 'NO', 'US', 'XK']));
    for (const gone of ['DD', 'SU', 'UK', 'EU', 'ZZ']) expect(codes).not.toContain(gone);
  });
});

describe('a list', () => {
  const rule = (name: string, country = 'DE'): AnyRule => ({ name, address: '1.1.1.1', country });
  const shipped = ['a', 'b', 'c'].map((name) => rule(name));

  it('marks what is the person’s, and knows what is left out', () => {
    const { listed, left } = compareRules([rule('c'), rule('new'), rule('a', 'FR')], shipped);
    expect(listed.map(({ name, mark }) => [name, mark])).toEqual([
      ['c', 'shipped'],
      ['new', 'own'],
      ['a', 'changed'],
    ]);
    expect(left).toEqual([rule('b')]);
    expect(placeOf(rule('b'), [rule('new'), rule('a', 'FR'), rule('c')], shipped)).toBe(2);
    expect(placeOf(rule('a'), [rule('c')], shipped)).toBe(0);
  });

  it('keeps all rules and the order of the others when one moves', () => {
    const list = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(list, fc.nat(7), fc.integer({ min: -2, max: 9 }), (rules, from, to) => {
        const at = from % rules.length;
        const moved = moveRule(rules, at, to);
        const end = Math.max(0, Math.min(to, rules.length - 1));
        expect(moved[end]).toBe(rules[at]);
        const others = (all: number[]) => all.filter((one) => one !== rules[at]);
        expect(others(moved)).toEqual(others(rules));
        expect(moved).toHaveLength(rules.length);
        expect(insertRule(rules, at, -1)[at]).toBe(-1);
      }),
    );
    expect(freeName('a', [rule('a'), rule('a 2')])).toBe('a 3');
  });
});
