import { comparisons } from '../core/metrics/comparison.ts';
import type { Comparison } from '../core/metrics/comparison.ts';
import { metricNames, seriesGrains } from '../core/metrics/metrics-view.ts';
import type { MetricsInput } from '../core/metrics/metrics-view.ts';
import { isTimezone } from '../lib/time-zone.ts';
import { formatFilters, parseFilters } from './route-filters.ts';
import type { MetricName } from '../core/metrics/metrics-view.ts';

export const screens = [
  'overview',
  'growth',
  'shop',
  'import',
  'quality',
  'models',
  'explore',
  'exports',
  'storage',
  'rules',
] as const;
export type Screen = (typeof screens)[number];

/** What the address says: the screen, the scope of its numbers and the metric of the large chart. */
export interface Route {
  screen: Screen;
  /** What of the screen is open: `held/held-0123`; absent: its first view. */
  part?: string;
  scope: MetricsInput;
  metric: MetricName;
}

const bots = ['include', 'only'] as const;

/**
 * Reads `#/quality/held` and `#/overview?from=2026-09-01&to=2026-09-30&hosts=a.com,b.com&bots=include&is.country=IN,DE&tz=Asia/Kolkata&vs=week&grain=hour&metric=signups`;
 * what it cannot read is left at its default.
 */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const parameters = new URLSearchParams(query);
  const from = day(parameters.get('from'));
  const to = day(parameters.get('to'));
  const hosts = (parameters.get('hosts') ?? '').split(',').filter(Boolean);
  const scope: MetricsInput = {};
  if (from && to && from <= to) Object.assign(scope, { from, to });
  if (hosts.length > 0) scope.hosts = hosts;
  const bot = bots.find((name) => name === parameters.get('bots'));
  if (bot) scope.bots = bot;
  const filters = parseFilters(query);
  if (filters.length > 0) scope.filters = filters;
  const timezone = parameters.get('tz');
  if (timezone && timezone !== 'UTC' && isTimezone(timezone)) scope.timezone = timezone;
  const compare = comparison(parameters.get('vs'));
  if (compare !== undefined) scope.compare = compare;
  const grain = seriesGrains.find((name) => name === parameters.get('grain') && name !== 'day');
  if (grain) scope.grain = grain;
  const metric = metricNames.find((name) => name === parameters.get('metric'));
  const [screen, ...parts] = path.split('/');
  const part = parts.filter((one) => /^[\w.:-]+$/.test(one)).join('/');
  return {
    screen: screens.find((name) => name === screen) ?? 'overview',
    ...(part === '' ? {} : { part }),
    scope,
    metric: metric ?? 'daily_visitors',
  };
}

/** The address of a route, defaults left out. `parseRoute` reads it back. */
export function formatRoute({ screen, part, scope, metric }: Route): string {
  const parameters: string[] = [];
  if (scope.from && scope.to) parameters.push(`from=${scope.from}`, `to=${scope.to}`);
  if (scope.hosts?.length)
    parameters.push(`hosts=${scope.hosts.map(encodeURIComponent).join(',')}`);
  if (scope.bots && scope.bots !== 'exclude') parameters.push(`bots=${scope.bots}`);
  if (scope.filters) parameters.push(...formatFilters(scope.filters));
  const { compare = 'previous', grain = 'day', timezone = 'UTC' } = scope;
  // A plus is a space where addresses are read.
  if (timezone !== 'UTC') parameters.push(`tz=${timezone.replaceAll('+', '%2B')}`);
  if (compare !== 'previous') parameters.push(`vs=${textOf(compare)}`);
  if (grain !== 'day') parameters.push(`grain=${grain}`);
  if (metric !== 'daily_visitors') parameters.push(`metric=${metric}`);
  const place = part ? `${screen}/${part}` : screen;
  return `#/${place}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
}

function comparison(text: string | null): Comparison | undefined {
  const [from, to] = (text ?? '').split('..').map(day);
  if (from && to && from <= to) return { from, to };
  return comparisons.find((name) => name === text && name !== 'previous');
}

function textOf(compare: Comparison): string {
  return typeof compare === 'string' ? compare : `${compare.from}..${compare.to}`;
}

function day(text: string | null | undefined): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text
    ? undefined
    : text;
}
