import type { CheckCell } from '../../core/quality/finding.ts';
import type { Flag, QualitySettings } from '../../core/quality/settings.ts';
import { offerNewNormals } from '../../core/quality/statistics/offer-new-normals.ts';
import type { NewNormalOffer } from '../../core/quality/statistics/history-input.ts';
import { checkIds } from '../../core/quality/statistics/statistical-checks.ts';

/** Where alarms of a replayed history, one after another, may be a new level. Alarms of variants are not among them. */
export function offersOf(
  alarms: readonly CheckCell[],
  newestDay: string,
  settings: QualitySettings,
): NewNormalOffer[] {
  return offerNewNormals(alarms.flatMap(flagOf), newestDay, settings);
}

function flagOf(cell: CheckCell): Flag[] {
  const { check, host, ds, status } = cell;
  if (cell.variant !== undefined || (status !== 'warn' && status !== 'error')) return [];
  return [{ check, host, ds, status, direction: directionOf(cell) }];
}

function directionOf({ check, change }: CheckCell): Flag['direction'] {
  if (check === checkIds.hours || change === undefined) return 'other';
  return change < 0 ? 'down' : 'up';
}
