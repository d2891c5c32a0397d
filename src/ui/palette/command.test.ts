import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { findCommands } from './command.ts';

const command = (id: string, group: Command['group'], label: string, also?: string): Command => ({
  id,
  group,
  label,
  ...(also === undefined ? {} : { also }),
  run: () => undefined,
});
const commands = [
  command('theme/dark', 'theme', 'Dark', 'theme'),
  command('screen/shop', 'screens', 'Shop'),
  command('metric/signups', 'metrics', 'Signups'),
  command('metric/signup_people', 'metrics', 'People who signed up'),
];
const ids = (typed: string, recent: string[] = []) =>
  findCommands(commands, typed, recent).map(({ id, group }) => `${group}: ${id}`);

describe('the commands found', () => {
  it('are, with nothing typed, what was used last and then all others by group, each once', () => {
    expect(ids('', ['metric/signups', 'gone/away'])).toEqual([
      'recent: metric/signups',
      'screens: screen/shop',
      'metrics: metric/signup_people',
      'theme: theme/dark',
    ]);
  });

  it('are the best first', () => {
    expect(ids('sign')[0]).toBe('metrics: metric/signups');
    expect(ids('theme')).toEqual(['theme: theme/dark']);
    expect(ids('zzz')).toEqual([]);
    expect(ids('sgnup')[0]).toBe('metrics: metric/signups');
  });

  it('are none where the letters are merely there, here and there', () => {
    const there = command('check/country', 'checks', 'The country table is there', 'core events');
    expect(findCommands([there], 'yester', [])).toEqual([]);
    expect(findCommands([there], 'tabl', [])).toEqual([there]);
  });

  it('have the one used lately ahead', () => {
    expect(ids('s', [])[0]).toBe('screens: screen/shop');
    expect(ids('s', ['metric/signups'])[0]).toBe('metrics: metric/signups');
  });
});
