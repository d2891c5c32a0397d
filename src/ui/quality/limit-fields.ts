import type { Finding } from '../../core/quality/finding.ts';
import type { CheckLimits } from '../../core/quality/settings.ts';
import { checkIds } from '../../core/quality/statistics/statistical-checks.ts';

type Checked = Pick<Finding, 'id' | 'guardrail'>;

/** One number of a statistical check that a person may set. */
export interface LimitField {
  name: string;
  label: string;
  /** As the check has it unless set; shares are 0..1 and shown in per cent. */
  usual: number;
  unit: 'percent' | 'number';
}

const percent = (name: string, label: string, usual: number): LimitField => ({
  name,
  label,
  usual,
  unit: 'percent',
});
const number = (name: string, label: string, usual: number): LimitField => ({
  name,
  label,
  usual,
  unit: 'number',
});

const decline = [
  percent('warnDown', 'Warn from a decline of', 0.1),
  percent('errorDown', 'Hold from a decline of', 0.2),
  number('minimum', 'Conversions that a window needs', 50),
  number('baselineDays', 'Days of history needed', 14),
];

/** The numbers of each statistical check that are worth setting; those that only a statistician would touch stay. */
const fields: Record<string, LimitField[]> = {
  [checkIds.volume]: [
    percent('warnDown', 'Warn from a fall of', 0.2),
    percent('warnUp', 'Warn from a rise of', 0.25),
    percent('errorDown', 'Hold from a fall of', 0.4),
    percent('errorUp', 'Hold from a rise of', 0.67),
    number('minimum', 'Usual rows from which it judges', 50),
    number('minimumOfNone', 'Usual rows from which none at all holds', 20),
  ],
  [checkIds.hours]: [
    percent('warnShare', 'Warn from this share in unusual hours', 0.1),
    percent('errorShare', 'Hold from this share in unusual hours', 0.25),
    number('minimum', 'Events of a day from which it judges', 200),
    number('emptyHours', 'Empty busy hours in a row that hold', 3),
  ],
  [checkIds.variants]: decline.filter(({ name }) => name !== 'baselineDays'),
  [checkIds.moved]: [
    percent('most', 'Warn above this share of rows', 0.5),
    number('times', 'Warn above this many times the usual', 3),
  ],
  [checkIds.nullBrand]: [percent('points', 'Points above the usual share', 0.2)],
  [checkIds.otherAction]: [percent('points', 'Points above the usual share', 0.2)],
};

/** The fields of a statistical check; undefined for a data test, which has two limits in words. */
export function limitFields({ id, guardrail }: Checked): LimitField[] | undefined {
  return fields[id] ?? (guardrail ? decline : undefined);
}

/** Whether a check judges every host by itself; the others see all hosts together. */
export function isPerHost({ id, guardrail }: Checked): boolean {
  return id === checkIds.volume || (guardrail === true && id !== checkIds.variants);
}

/** The settings with the limits of one check and host replaced, or removed where nothing is set. */
export function withLimits(limits: readonly CheckLimits[], changed: CheckLimits): CheckLimits[] {
  const others = limits.filter(
    ({ check, host }) => check !== changed.check || (host ?? '') !== (changed.host ?? ''),
  );
  const isSet =
    Object.keys(changed.values ?? {}).length > 0 || !!changed.warnIf || !!changed.errorIf;
  return isSet ? [...others, changed] : others;
}
