import type { Rules } from '../rules/rules.ts';
import type { SpecifiedRules } from './specification.ts';

/** The rules that name a request's channel and action, in the order they are tried. */
export function rulesOf({ actions, channels }: Rules): SpecifiedRules[] {
  return [
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
}
