import type { Route } from '../route.ts';
import { partNames } from '../part-names.ts';
import { strings } from '../strings.ts';

/** What a screen's report is called: `Quality: Bad data`. */
export function reportTitle({ screen, part = '' }: Pick<Route, 'screen' | 'part'>): string {
  const [first = '', ...rest] = part.split('/');
  const named = partNames[screen]?.[first] ?? '';
  return [strings.screens[screen], named, rest.join('/')].filter(Boolean).join(': ');
}

/** Its name as a file, without ending: `homegrown-quality-bad-data-2026-10-04`. `lastDay` may be ''. */
export function reportName({ screen, part, scope }: Route, lastDay: string): string {
  const days = scope.from && scope.to ? [scope.from, scope.to] : [lastDay];
  const words = ['homegrown', screen, part ?? '', ...days].filter(Boolean).join('-');
  return words.replaceAll(/[^\w.-]+/g, '-');
}
