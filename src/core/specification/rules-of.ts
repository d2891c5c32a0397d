import type { RuleKind, Rules } from '../rules/rules.ts';
import { ruleLines } from '../rules/write-rules.ts';
import type { SpecifiedRules } from './specification.ts';

/** The rules in force, in the order they are tried; kinds that have none are left out. */
export function rulesOf(rules: Rules): SpecifiedRules[] {
  const { actions, channels } = rules;
  const decided: SpecifiedRules[] = [
    {
      title: 'Channels',
      description:
        'UTM tags and click ids come first, then the referrer. The first rule that holds gives the channel.',
      rows: channels.map(({ name, channel }) => ({ rule: name, result: channel })),
    },
    {
      title: 'Actions',
      description: 'The first rule that holds gives the action.',
      rows: actions.map(({ name, action }) => ({
        rule: name,
        result: action ?? 'the name of the event, as it is',
      })),
    },
  ];
  const others = Object.entries(overrides).map(([kind, words]) => ({
    ...words,
    rows: ruleLines(rules, [kind as RuleKind]).map(({ name, result, when }) => ({
      rule: when === '' ? name : `${name} (${when})`,
      result,
    })),
  }));
  return [...decided, ...others].filter(({ rows }) => rows.length > 0);
}

const overrides: Partial<Record<RuleKind, Pick<SpecifiedRules, 'title' | 'description'>>> = {
  hosts: {
    title: 'Own hosts',
    description: 'Links from these hosts are Internal, as those among the hosts of the files are.',
  },
  bots: {
    title: 'Bots',
    description: 'The first rule that holds decides, before anything else does.',
  },
  devices: {
    title: 'Devices',
    description: 'The first rule that holds names these parts, before anything else does.',
  },
  countries: {
    title: 'Countries',
    description: 'The narrowest range decides, before the table of addresses does.',
  },
};
