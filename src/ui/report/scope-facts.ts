import type { MetricsInput } from '../../core/metrics/metrics-view.ts';
import { filterText } from '../filter-text.ts';
import { format } from '../format.ts';
import { overviewWords } from '../overview-words.ts';
import { reportWords } from '../report-words.ts';
import type { Fact } from '../paper.svelte.ts';
import { strings } from '../strings.ts';
import { zoneLabel } from '../zone-choices.ts';
import { zoneWords } from '../zone-words.ts';

/** What the numbers of a screen are of. */
export interface ReportScope {
  /** '' where nothing is published. */
  from: string;
  to: string;
  scope: MetricsInput;
  /** Whether bots are counted, in words. */
  botText: string;
  /** The days compared with; null: none, undefined: this screen compares nothing. */
  comparison: { from: string; to: string } | null | undefined;
  hasFilters: boolean;
}

/** The scope of a screen in words, as its bar shows it: a paper has no bar. */
export function scopeFacts(of: ReportScope): Fact[] {
  const { from, to, scope, botText, comparison, hasFilters } = of;
  const words = strings.scope;
  const hosts = scope.hosts ?? [];
  const compared = comparison
    ? format.range(comparison.from, comparison.to)
    : overviewWords.notCompared;
  // What cannot be filtered is read from tables by the day of UTC.
  const clock = zoneWords.days(zoneLabel((hasFilters && scope.timezone) || 'UTC'));
  const filters = hasFilters ? (scope.filters ?? []) : [];
  return [
    { name: words.dates, text: from && to ? `${format.range(from, to)} (${clock})` : '' },
    { name: words.hosts, text: hosts.length === 0 ? words.allHosts : hosts.join(', ') },
    { name: words.bots, text: botText },
    { name: reportWords.compared, text: comparison === undefined ? '' : compared },
    { name: overviewWords.filters, text: filters.map(filterText).join('; ') },
  ];
}
