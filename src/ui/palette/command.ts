import { fuzzyScore } from '../../lib/fuzzy-score.ts';
import type { paletteWords } from '../palette-words.ts';

export type CommandGroup = keyof typeof paletteWords.groups;

/** Something that the palette offers. */
export interface Command {
  /** The same in each session, so that what was used last is known: `screen/quality/held`. */
  id: string;
  group: CommandGroup;
  label: string;
  /** More that it is found by. */
  also?: string;
  /** The key that does the same. */
  sign?: string;
  run: () => void;
}

const order: CommandGroup[] = [
  'recent',
  'screens',
  'actions',
  'metrics',
  'models',
  'lineage',
  'explore',
  'tables',
  'checks',
  'hosts',
  'dates',
  'compare',
  'filters',
  'theme',
];
// Letters that are merely there, one here and one there, do not make a fit.
const fitting = 0.5;
const recentShown = 5;
const shown = 60;

/**
 * The commands that fit what is typed, best first; what was used lately gets ahead of equals. With nothing typed: what was used
 * last, then all others by their group.
 */
export function findCommands(
  commands: readonly Command[],
  typed: string,
  recent: readonly string[],
): Command[] {
  if (typed.trim() === '') return unasked(commands, recent);
  return commands
    .map((command) => ({ command, score: scoreOf(command, typed, recent) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, shown)
    .map(({ command }) => command);
}

function unasked(commands: readonly Command[], recent: readonly string[]): Command[] {
  const used = recent
    .flatMap((id) => commands.find((command) => command.id === id) ?? [])
    .slice(0, recentShown)
    .map((command): Command => ({ ...command, group: 'recent' }));
  const others = commands.filter(({ id }) => !used.some((one) => one.id === id));
  return [...used, ...others.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))];
}

function scoreOf(command: Command, typed: string, recent: readonly string[]): number {
  const fit = (text: string): number => {
    const score = fuzzyScore(text, typed);
    return score < fitting ? 0 : score;
  };
  const score = Math.max(fit(command.label), 0.8 * fit(`${command.label} ${command.also ?? ''}`));
  return score > 0 && recent.includes(command.id) ? score + 0.1 : score;
}
