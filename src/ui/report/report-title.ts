import type { Route, Screen } from '../route.ts';
import { partNames } from '../part-names.ts';
import { strings } from '../strings.ts';

/** Screens that stand on paper with all their parts, whichever is open. */
const whole: readonly Screen[] = ['rules'];

/** What a screen's report is called: `Quality: Bad data`. */
export function reportTitle({ screen, part = '' }: Pick<Route, 'screen' | 'part'>): string {
  if (whole.includes(screen)) return strings.screens[screen];
  const [first = '', ...rest] = part.split('/');
  const named = partNames[screen]?.[first] ?? '';
  return [strings.screens[screen], named, rest.join('/')].filter(Boolean).join(': ');
}

/** Its name as a file, without ending: `homegrown-quality-bad-data-2026-10-04`. `lastDay` may be ''. */
export function reportName({ screen, part, scope }: Route, lastDay: string): string {
  const days = scope.from && scope.to ? [scope.from, scope.to] : [lastDay];
  const shown = whole.includes(screen) ? '' : (part ?? '');
  const words = ['homegrown', screen, shown, ...days].filter(Boolean).join('-');
  return words.replaceAll(/[^\w.-]+/g, '-');
}
