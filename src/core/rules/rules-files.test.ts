import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedModels } from '../../models/index.ts';
import { shippedRules } from '../../models/testing/shipped-rules.ts';
import { checkProject } from '../project/check-project.ts';
import type { ProjectProblem } from '../project/project-view.ts';
import { Problems } from '../project/problems.ts';
import { loadRules, noRules, rulesFile } from './load-rules.ts';
import { ruleKinds } from './rules.ts';
import type { RuleKind } from './rules.ts';
import { anyRules } from './testing/any-rules.ts';
import { commentsOf } from './rule-chunks.ts';
import { writeRules } from './write-rules.ts';

function problemsOf(kind: RuleKind, text: string): ProjectProblem[] {
  return checkProject({ [rulesFile(kind)]: text }).problems;
}

const lines = (text: string): string[] => text.trim().split('\n');

describe('files of rules', () => {
  it('that ship are sound, and as they would be written', () => {
    const files = Object.entries(shippedModels).filter(([path]) => path.startsWith('./rules/'));
    expect(checkProject(Object.fromEntries(files)).problems).toEqual([]);
    for (const kind of ruleKinds) {
      const text = shippedModels[`./${rulesFile(kind)}`]!;
      expect(writeRules(kind, shippedRules[kind], commentsOf(text))).toBe(text);
    }
    expect(shippedRules.actions.at(-1)).toEqual({
      name: 'nothing else',
      action: 'other',
      when: {},
    });
    expect(shippedRules.actions.length).toBe(40);
    expect(shippedRules.channels.length).toBeGreaterThan(30);
  });

  it('give back the rules that they were written from', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const files = ruleKinds.map(
          (kind) => [rulesFile(kind), writeRules(kind, rules[kind])] as const,
        );
        const problems = new Problems();
        expect(loadRules(new Map(files), problems)).toEqual(rules);
        expect(problems.all).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each<[RuleKind, string, number, number, RegExp]>([
    [
      'actions',
      `actions:\n  - { name: a, action: dance }`,
      2,
      24,
      /^actions.0.action: no such action: dance. There are: page_view, .* keep/,
    ],
    [
      'actions',
      `actions:\n  - name: a\n    action: contact\n    when: { path: '(' }`,
      4,
      19,
      /no regular expression: Unterminated group/,
    ],
    [
      'actions',
      `actions:\n  - { name: a, action: contact, when: { paths: x } }`,
      2,
      48,
      /no such key is known here/,
    ],
    [
      'actions',
      `actions:\n  - { name: a, action: contact, when: { path: '' } }`,
      2,
      47,
      /matches everything/,
    ],
    [
      'actions',
      `actions:\n  - { name: a, action: contact }\n  - { name: a, action: other }`,
      3,
      13,
      /two rules have one name: a/,
    ],
    ['actions', `actions: [`, 1, 11, /broken YAML/],
    ['channels', `channels:\n  - { name: a, channel: Nowhere }`, 2, 25, /no such channel: Nowhere/],
    [
      'channels',
      `channels:\n  - { name: a, channel: Email, when: { site: moon } }`,
      2,
      46,
      /no such kind of site: moon/,
    ],
    ['hosts', `hosts: [a.com, 'https://b.com/x']`, 1, 16, /no host/],
    [
      'bots',
      `bots:\n  - { name: a, is_bot: true, when: {} }`,
      2,
      36,
      /a user_agent or an address is needed/,
    ],
    [
      'devices',
      `devices:\n  - { name: a, user_agent: x, type: bot }`,
      2,
      37,
      /no such type of device: bot/,
    ],
    [
      'devices',
      `devices:\n  - { name: a, user_agent: x }`,
      2,
      5,
      /a brand, type, os or browser is needed/,
    ],
    [
      'countries',
      `countries:\n  - { name: a, address: 10.0.0.0/40, country: DE }`,
      2,
      25,
      /no address and no range/,
    ],
    [
      'countries',
      `countries:\n  - { name: a, address: 10.0.0.1, country: Germany }`,
      2,
      44,
      /two capital letters/,
    ],
  ])('tell what is wrong: %s %s', (kind, text, line, column, message) => {
    const [problem, ...more] = problemsOf(kind, text);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ file: rulesFile(kind), line, column });
    expect(problem!.message).toMatch(message);
  });

  it('of no kind are told', () => {
    expect(checkProject({ 'rules/x.yml': 'x: []' }).problems).toMatchObject([
      {
        file: 'rules/x.yml',
        message: expect.stringMatching(/no kind of rules: rules\/x.yml/) as string,
      },
    ]);
  });

  it('read several words as a list or as a text, and keep the comment at the top', () => {
    const text =
      '# Mine.\nactions:\n  - { name: a, action: keep, when: { event_name: a b, method: [get] } }\n';
    const rules = loadRules(new Map([['rules/actions.yml', text]]), new Problems()).actions;
    expect(rules).toEqual([
      { name: 'a', action: null, when: { eventName: ['a', 'b'], method: ['GET'] } },
    ]);
    expect(lines(writeRules('actions', rules, commentsOf(text)))).toEqual([
      '# Mine.',
      'actions:',
      '  - name: a',
      '    action: keep',
      '    when: { event_name: [a, b], method: [GET] }',
    ]);
  });
});

it('no file is no rule', () => {
  expect(checkProject({}).project.rules).toEqual(noRules());
});
