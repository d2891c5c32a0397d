import { checkIds, statisticalChecks } from '../../core/quality/statistics/statistical-checks.ts';
import type { StatisticalCheck } from '../../core/quality/statistics/statistical-checks.ts';

/** The title of a statistical check by its id; the id itself for any other. */
export function checkTitle(id: string): string {
  const names = Object.keys(checkIds) as StatisticalCheck[];
  const name = names.find((one) => checkIds[one] === id);
  return name ? statisticalChecks[name].title : id;
}
