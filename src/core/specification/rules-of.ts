import { defaultActionRules } from '../enrich/action-rules.ts';
import { defaultChannelRules } from '../enrich/channel-rules.ts';
import type { SpecifiedRules } from './specification.ts';

/** The rules that name a request's channel and action, in the order they are tried. */
export function rulesOf(): SpecifiedRules[] {
  return [
    {
      title: 'Channels',
      description:
        'UTM tags and click ids come first, then the referrer. The first rule that holds gives the channel.',
      rows: defaultChannelRules.map(({ name, channel }) => ({ rule: name, result: channel })),
    },
    {
      title: 'Actions',
      description: 'The first rule that holds gives the action.',
      rows: defaultActionRules.map(({ name, action }) => ({
        rule: name,
        result: action ?? 'the name of the event, as it is',
      })),
    },
  ];
}
