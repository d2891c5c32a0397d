import type { QualitySettings } from '../core/quality/settings.ts';
import { count, renderTable, span } from './output.ts';
import type { Cell } from './output.ts';

const everyHost = 'all hosts';

/** The settings for people; parts without an entry are left out. */
export function describeSettings(settings: QualitySettings): string {
  const { annotations, retiredHosts, newNormals, limits, reviews, requestLink } = settings;
  return [
    `A day with fewer than ${count(settings.minimumEvents)} events is worth a warning.\n`,
    part(
      ['days', 'host', 'kind', 'text'],
      annotations.map(({ from, to, host, kind, text }) => [
        span(from, to),
        host ?? everyHost,
        kind,
        text,
      ]),
    ),
    part(
      ['retired host', 'from'],
      retiredHosts.map(({ host, from }) => [host, from]),
    ),
    part(
      ['new normal of', 'host', 'from'],
      newNormals.map(({ check, host, from }) => [check, host || everyHost, from]),
    ),
    part(
      ['limits of', 'host', 'warn if', 'error if', 'values'],
      limits.map(({ check, host, warnIf, errorIf, values }) => [
        check,
        host ?? everyHost,
        warnIf ?? '',
        errorIf ?? '',
        values ?? '',
      ]),
    ),
    part(
      ['review of', 'owner', 'reviewed', 'note'],
      Object.entries(reviews).map(([check, { owner, reviewed, note }]) => [
        check,
        owner ?? '',
        reviewed ?? 'never',
        note ?? '',
      ]),
    ),
    requestLink === undefined ? '' : `requests for a change: ${requestLink}\n`,
  ]
    .filter(Boolean)
    .join('\n');
}

function part(header: string[], rows: Cell[][]): string {
  return rows.length === 0 ? '' : renderTable(header, rows);
}
