import type { Finding, Severity } from '../finding.ts';
import type { Guardrail } from './history-input.ts';

/** Ids of the statistical checks but those of guardrails, as findings, flags and settings name them. */
export const checkIds = {
  volume: 'core.fct_website_events.volume',
  hours: 'core.agg_website_events.hours',
  variants: 'growth.daily_metrics.variants',
  moved: 'core.fct_website_events.ties_moved',
  nullBrand: 'core.fct_website_events.null_brand',
  otherAction: 'core.fct_website_events.other_actions',
} as const;
export type StatisticalCheck = keyof typeof checkIds;

export interface CheckText {
  on: string;
  title: string;
  /** The assumption, in plain words. */
  description: string;
  expected: string;
  unit: Finding['unit'];
  severity: Severity;
  guardrail?: true;
}

const fact = 'core.fct_website_events';
const metrics = 'growth.daily_metrics';
const overDays = 'over 1, 7 or 28 days, whichever first expects 50 of them';

/** How each check is shown, in the order of the report; guardrails stand before their variants. */
const statisticalChecks: Record<StatisticalCheck, CheckText> = {
  volume: {
    on: fact,
    title: 'Each host has its usual number of rows',
    description:
      'A day brings about as many rows as the same weekday of the four weeks before, within what is usual for the host. Bots are left out.',
    expected: 'within -20 % and +25 % of its weekday, or its usual spread if wider',
    unit: 'rows',
    severity: 'error',
  },
  hours: {
    on: 'core.agg_website_events',
    title: 'Events come at their usual hours',
    description:
      'The 24 hours (UTC) share out a day as they do on the same weekday of the eight weeks before; no busy hours are empty and the clock is not off.',
    expected: 'less than 10 % of events in unusual hours, or its usual spread if wider',
    unit: 'share',
    severity: 'error',
  },
  variants: {
    on: metrics,
    title: 'No variant hurts a guardrail',
    description: `The guardrails of each variant of an experiment, ${overDays}, are not clearly below its control's on the same days.`,
    expected: 'at most 10 % below the control',
    unit: 'share',
    severity: 'error',
    guardrail: true,
  },
  moved: {
    on: fact,
    title: 'Few rows are moved by ties',
    description:
      'Clocks of one second make events of a visitor collide; they are spread by microseconds. Many more than usual may be rows loaded twice.',
    expected: 'at most 50 % of rows and 3 times the median',
    unit: 'share',
    severity: 'warn',
  },
  nullBrand: {
    on: fact,
    title: 'Device brands are known as often as usual',
    description:
      'The share of non-bot rows without a device brand is within 20 points of its 28-day median; a jump means that user agents are lost or new.',
    expected: 'at most 20 points above the 28-day median',
    unit: 'share',
    severity: 'warn',
  },
  otherAction: {
    on: fact,
    title: 'Actions are recognised as often as usual',
    description:
      'The share of rows whose action is `other` is within 20 points of its 28-day median; a jump means that rules no longer fit.',
    expected: 'at most 20 points above the 28-day median',
    unit: 'share',
    severity: 'warn',
  },
};

/** The check of a guardrail. */
export function guardrailCheck(metric: string): string {
  return `${metrics}.${metric}`;
}

/** Whether a statistical check watches a guardrail, by its id. (A data test of that table may look like one.) */
export function isGuardrailCheck(id: string): boolean {
  return /^growth\.daily_metrics\.[a-z]\w*$/.test(id) && id !== checkIds.variants;
}

/** How the check of a guardrail is called. */
export function guardrailTitle(label: string): string {
  return `${label} has not declined`;
}

/** Every check by its id, in the order of the report. */
export function checkTexts(watched: readonly Guardrail[]): [id: string, text: CheckText][] {
  return (Object.keys(statisticalChecks) as StatisticalCheck[]).flatMap((name) => {
    const own: [string, CheckText] = [checkIds[name], statisticalChecks[name]];
    return name === 'variants' ? [...watched.map(guardrailText), own] : [own];
  });
}

/** The title of a check that is no guardrail's, by its id. */
export function titleOfCheck(id: string): string | undefined {
  return checkTexts([]).find(([known]) => known === id)?.[1].title;
}

function guardrailText({ name, label, definition, kind }: Guardrail): [string, CheckText] {
  const isRatio = kind === 'ratio';
  return [
    guardrailCheck(name),
    {
      on: metrics,
      title: guardrailTitle(label),
      description: `${definition}${isRatio ? ' (a ratio: it can exceed 1)' : ''}, overall and per host, ${overDays}, are not clearly below the 28 days before. A rise passes.`,
      expected: 'at most 10 % below the 28 days before',
      unit: isRatio ? 'ratio' : 'share',
      severity: 'error',
      guardrail: true,
    },
  ];
}
