import type { SeriesGrain } from '../../core/metrics/metrics-view.ts';
import { pointOf } from '../../core/metrics/series-points.ts';
import type { Annotation } from '../../core/quality/settings.ts';
import type { HeldRun } from '../../core/run/held-run.ts';
import type { ChartMark } from '../charts/chart-series.ts';
import { format } from '../format.ts';
import { overviewWords as words } from '../overview-words.ts';

/** What the axis says beside the numbers: notes of the shown hosts, and days that a held run would change. */
export function chartMarks(
  series: { grain: SeriesGrain; points: string[] },
  hosts: readonly string[],
  annotations: readonly Annotation[],
  held: readonly HeldRun[],
): ChartMark[] {
  const covers = (from: string, to: string): string[] =>
    series.points.filter((point) => {
      const day = point.slice(0, 10);
      return day >= pointOf(from, series.grain) && day <= pointOf(to, series.grain);
    });
  const notes = annotations
    .filter(({ host }) => host === undefined || hosts.length === 0 || hosts.includes(host))
    .map(({ id, from, to, kind, text }): ChartMark => ({
      id,
      points: covers(from, to),
      text: `${words.kinds[kind]}: ${text}`,
      isHeld: false,
    }));
  const waiting = held.map(({ id, diff, heldAt }): ChartMark => {
    const days = diff.map(({ ds }) => ds).sort();
    return {
      id,
      points: days.length === 0 ? [] : covers(days[0]!, days.at(-1)!),
      text: words.heldMark(format.moment(heldAt)),
      isHeld: true,
    };
  });
  return [...notes, ...waiting].filter(({ points }) => points.length > 0);
}
