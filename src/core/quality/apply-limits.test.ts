import { expect, it } from 'vitest';
import { applyLimits } from './apply-limits.ts';
import type { Check } from './check.ts';

const anyRow = { operator: '>', value: 0, unit: 'rows' } as const;
const check = { id: 'core.x.not_null.y', warnIf: anyRow, errorIf: anyRow } as Check;

it("a limit that a person set takes the place of the test's own; one that cannot be read does not", () => {
  const limits = [
    { check: check.id, warnIf: '> 1 %', errorIf: 'never' },
    { check: check.id, host: 'www.a.com', warnIf: '> 90 %' },
    { check: 'another', warnIf: '> 5' },
  ];
  expect(applyLimits([check], limits)).toEqual([
    { ...check, warnIf: { operator: '>', value: 0.01, unit: 'share' }, errorIf: anyRow },
  ]);
  expect(applyLimits([check], [])).toEqual([check]);
});
