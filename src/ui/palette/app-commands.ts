import { comparisons } from '../../core/metrics/comparison.ts';
import { metricNames } from '../../core/metrics/metrics-view.ts';
import { lastDays } from '../../core/metrics/default-range.ts';
import { filterText } from '../filter-text.ts';
import { overviewWords } from '../overview-words.ts';
import { paletteWords as words } from '../palette-words.ts';
import { partNames } from '../part-names.ts';
import type { Route } from '../route.ts';
import { formatRoute, screens } from '../route.ts';
import { shortcuts } from '../shortcuts.svelte.ts';
import { strings } from '../strings.ts';
import { themes } from '../theme.svelte.ts';
import type { WorkbenchState } from '../workbench-state.svelte.ts';
import type { Command } from './command.ts';

const spans = [7, 14, 28, 90];

/** What can be done without asking the engine: screens and their parts, keys, metrics, sites, dates, appearance. */
export function appCommands(app: WorkbenchState): Command[] {
  return [
    ...screenCommands(app),
    ...keyCommands(),
    ...metricCommands(app),
    ...hostCommands(app),
    ...dateCommands(app),
    ...compareCommands(app),
    ...filterCommands(app),
    ...checkCommands(app),
    ...themeCommands(app),
  ];
}

function screenCommands(app: WorkbenchState): Command[] {
  return screens.flatMap((screen) => {
    const name = strings.screens[screen];
    const sign = shortcuts.shown.find(({ label }) => label === name)?.key;
    const parts = Object.entries(partNames[screen] ?? {}).slice(1);
    return [
      {
        id: `screen/${screen}`,
        group: 'screens' as const,
        label: name,
        ...(sign === undefined ? {} : { sign }),
        run: () => app.route.open(screen),
      },
      ...parts.map(([part, label]) => ({
        id: `screen/${screen}/${part}`,
        group: 'screens' as const,
        label: `${name}: ${label}`,
        run: () => app.route.open(screen, part),
      })),
    ];
  });
}

/** Every key that works now, an action with two keys once; a screen's own key is offered with the screen. */
function keyCommands(): Command[] {
  const names: string[] = Object.values(strings.screens);
  const own = shortcuts.shown.filter(({ label, isHint }) => !isHint && !names.includes(label));
  const byLabel = new Map(own.toReversed().map((shortcut) => [shortcut.label, shortcut]));
  return [...byLabel.values()].toReversed().map(({ key, label, sign, run }) => ({
    id: `key/${label}`,
    group: 'actions' as const,
    label,
    sign: sign ?? key,
    run,
  }));
}

function goTo(app: WorkbenchState, change: Partial<Route>): void {
  const { current } = app.route;
  location.hash = formatRoute({
    screen: 'overview',
    scope: current.scope,
    metric: current.metric,
    ...change,
  });
}

function metricCommands(app: WorkbenchState): Command[] {
  return metricNames.map((metric) => ({
    id: `metric/${metric}`,
    group: 'metrics' as const,
    label: strings.metrics[metric],
    also: metric,
    run: () => goTo(app, { metric }),
  }));
}

function hostCommands(app: WorkbenchState): Command[] {
  const { scope } = app.route.current;
  const one = (hosts: string[], label: string): Command => ({
    id: `host/${hosts.join()}`,
    group: 'hosts',
    label,
    also: strings.scope.hosts,
    run: () => goTo(app, { scope: { ...scope, hosts } }),
  });
  const hosts = app.status?.hosts ?? [];
  if (hosts.length < 2) return [];
  return [
    one([], strings.scope.allHosts),
    ...hosts.map((host) => one([host], words.onlyHost(host))),
  ];
}

function dateCommands(app: WorkbenchState): Command[] {
  const { from, to, wholeTo } = app.days;
  if (to === '') return [];
  const one = (id: string, label: string, range: { from: string; to: string }): Command => ({
    id: `dates/${id}`,
    group: 'dates',
    label,
    also: strings.scope.dates,
    run: () => goTo(app, { scope: { ...app.route.current.scope, ...range } }),
  });
  return [
    ...spans.map((days) =>
      one(String(days), strings.scope.last(days), lastDays(wholeTo || to, days)),
    ),
    one('all', strings.scope.everything, { from, to }),
  ];
}

function compareCommands(app: WorkbenchState): Command[] {
  const { scope } = app.route.current;
  return comparisons.map((compare) => ({
    id: `compare/${compare}`,
    group: 'compare' as const,
    label: words.compareWith(overviewWords.comparisons[compare]),
    run: () => goTo(app, { scope: { ...scope, compare } }),
  }));
}

/** What is filtered now, to be taken away again. */
function filterCommands(app: WorkbenchState): Command[] {
  const { scope } = app.route.current;
  const filters = scope.filters ?? [];
  return filters.map((filter) => ({
    id: `filter/${filterText(filter)}`,
    group: 'filters' as const,
    label: overviewWords.removeFilter(filterText(filter)),
    run: () => goTo(app, { scope: { ...scope, filters: filters.filter((one) => one !== filter) } }),
  }));
}

/** Each check of the last runs, found by its title and by what it looks at. */
function checkCommands(app: WorkbenchState): Command[] {
  return (app.quality.findings ?? []).map(({ id, title, on, status }) => ({
    id: `check/${id}`,
    group: 'checks' as const,
    label: `${title} (${on})`,
    also: `${strings.quality.check} ${strings.quality.statuses[status]}`,
    run: () => app.route.open('quality', `checks/${id}`),
  }));
}

function themeCommands(app: WorkbenchState): Command[] {
  return themes.map((theme) => ({
    id: `theme/${theme}`,
    group: 'theme' as const,
    label: words.themes[theme],
    also: strings.theme[theme],
    run: () => app.theme.choose(theme),
  }));
}
