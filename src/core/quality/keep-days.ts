import type { LostDay } from '../warehouse/changed-days.ts';
import type { Check } from './check.ts';

const anyDay = { operator: '>', value: 0, unit: 'rows' } as const;

/**
 * No published day goes because a file takes the place of the one of its name: next week's `export.csv` would take last week's
 * days along. A day of fewer events than `minimum` only warns: stray rows of a wrong date are corrected like that.
 */
export function keepDays(lost: readonly LostDay[], minimum: number): Check {
  const isError = lost.some(({ rows }) => rows >= minimum);
  return {
    id: 'import.days_kept',
    on: 'import',
    title: 'Published days keep their events',
    description:
      'A file that takes the place of the one of its name brings all days of that one again.',
    severity: 'error',
    warnIf: anyDay,
    errorIf: isError ? anyDay : undefined,
    failingSql: null,
    sampleSql: null,
    given: {
      counts: { failures: lost.length, total: null },
      sample: {
        columns: ['ds', 'events'],
        rows: lost.slice(0, 20).map(({ ds, rows }) => [ds, rows]),
      },
      message: sentence(lost),
    },
  };
}

function sentence(lost: readonly LostDay[]): string {
  const [first, last] = [lost[0], lost.at(-1)];
  if (first === undefined || last === undefined) return 'No published day goes.';
  const events = lost.reduce((sum, { rows }) => sum + rows, 0).toLocaleString('en');
  const days =
    lost.length === 1
      ? `A published day would be gone: ${first.ds}, ${events} events.`
      : `${lost.length} published days would be gone: ${first.ds} to ${last.ds}, ${events} events.`;
  return `${days} A file takes the place of the one of its name; under another name it is added.`;
}
