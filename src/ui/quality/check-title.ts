import {
  guardrailTitle,
  isGuardrailCheck,
  titleOfCheck,
} from '../../core/quality/statistics/statistical-checks.ts';
import { strings } from '../strings.ts';

/** The title of a statistical check by its id; the id itself for any other. */
export function checkTitle(id: string): string {
  if (!isGuardrailCheck(id)) return titleOfCheck(id) ?? id;
  const metric = id.split('.')[2]!;
  const labels: Record<string, string> = strings.metrics;
  return guardrailTitle(labels[metric] ?? metric.replaceAll('_', ' '));
}
