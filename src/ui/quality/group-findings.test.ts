import { expect, it } from 'vitest';
import type { CheckStatus, Finding } from '../../core/quality/finding.ts';
import { countByStatus, groupByRelation } from './group-findings.ts';

const finding = (id: string, on: string, status: CheckStatus): Finding => ({
  id,
  on,
  status,
  title: id,
  description: '',
  severity: 'warn',
  observed: null,
  unit: 'rows',
  expected: '',
  message: '',
  sample: { columns: [], rows: [] },
  sql: null,
});
const findings = [
  finding('a', 'import', 'pass'),
  finding('b', 'core.fct', 'learning'),
  finding('c', 'core.fct', 'error'),
  finding('d', 'import', 'warn'),
];

it('puts problems first, by relation and within one', () => {
  const ids = groupByRelation(findings).map(([on, members]) => [on, members.map(({ id }) => id)]);
  expect(ids).toEqual([
    ['core.fct', ['c', 'b']],
    ['import', ['d', 'a']],
  ]);
});

it('counts learning apart from passed', () => {
  expect(Object.entries(countByStatus(findings))).toEqual([
    ['error', 1],
    ['warn', 1],
    ['pass', 1],
    ['learning', 1],
  ]);
});
