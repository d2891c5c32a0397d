import type { TriedResult } from '../core/rules/rules-preview.ts';
import { renderTable } from './output.ts';

/** How rules and what they decide are told. */
export const words = {
  listHeader: ['kind', 'rule', 'gives', 'when'],
  tried(result: TriedResult): string {
    const { hostname, path, action, channel, source, referrer, country, device, bot } = result;
    const rows = [
      ['host', hostname ?? '(unknown)', ''],
      ['path', path, ''],
      ['action', action.value, action.rule],
      ['channel', channel.value, channel.rule],
      ['source', source, ''],
      ['referrer', referrer, ''],
      ...(country ? [['country', country.value ?? 'Unknown', country.rule ?? '']] : []),
      ...(device ? [['device', describeDevice(device), device.rule ?? '']] : []),
      ...(bot ? [['bot', bot.isBot ? 'yes' : 'no', bot.reason ?? '']] : []),
    ];
    return renderTable(['what', 'value', 'by'], rows);
  },
};

function describeDevice({ brand, type, os, browser }: NonNullable<TriedResult['device']>): string {
  return [brand, type, os, browser].filter((part) => part !== '').join(', ');
}
