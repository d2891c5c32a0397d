import { expect, it } from 'vitest';
import type { Check } from './check.ts';
import { judge } from './judge.ts';

const check: Check = {
  id: 'core.x.not_null.y',
  on: 'core.x',
  title: 'y is never null',
  description: '',
  severity: 'error',
  warnIf: { operator: '>', value: 0, unit: 'rows' },
  errorIf: { operator: '>', value: 0, unit: 'rows' },
  failingSql: 'select 1',
  sampleSql: 'select 1',
  given: undefined,
};

it('says what was seen and what was expected', () => {
  expect(judge(check, { counts: { failures: 3, total: 12_000 } })).toMatchObject({
    status: 'error',
    observed: 3,
    unit: 'rows',
    expected: '0 rows',
    message: '3 of 12,000 rows fail (0.03 %).',
  });
  expect(judge(check, { counts: { failures: 0, total: 12_000 } })).toMatchObject({
    status: 'pass',
    message: 'All 12,000 rows hold.',
  });
});

it('speaks of shares where a limit is one', () => {
  const shared: Check = { ...check, errorIf: { operator: '>', value: 0.01, unit: 'share' } };
  expect(judge(shared, { counts: { failures: 1, total: 200 } })).toMatchObject({
    status: 'warn',
    observed: 0.005,
    unit: 'share',
    expected: '0 rows; an error above 1 % of rows',
    message: '1 of 200 rows fails (0.5 %).',
  });
});

it('a check that could not run is an error, never a pass', () => {
  expect(judge(check, { failure: 'table gone' })).toMatchObject({
    status: 'error',
    observed: null,
    message: 'The check could not run: table gone.',
  });
  expect(judge(check).status).toBe('error');
});

it('what does not apply says so', () => {
  const given: Check = { ...check, given: { status: 'n/a', message: 'First publication.' } };
  expect(judge(given)).toMatchObject({ status: 'n/a', message: 'First publication.' });
});
