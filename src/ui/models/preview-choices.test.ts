import { expect, it } from 'vitest';
import { entryOf } from '../project/files/project-entries.ts';
import { previewOf, testsOfYaml } from './preview-choices.ts';

it('asks for what is chosen of an entry', () => {
  const model = entryOf('core/dim_users.sql');
  expect(previewOf(model, '')).toEqual({ model: 'dim_users' });
  expect(previewOf(model, 'cte:final')).toEqual({ model: 'dim_users', cte: 'final' });
  expect(previewOf(model, 'data:unique.id')).toEqual({ model: 'dim_users', dataTest: 'unique.id' });
  expect(previewOf(model, 'unit:adds')).toEqual({ model: 'dim_users', unitTest: 'adds' });
  const test = entryOf('tests/no_gap.sql');
  expect(previewOf(test, 'cte:days')).toEqual({ singularTest: 'no_gap', cte: 'days' });
  expect(previewOf(entryOf('metrics/signups.yml'), '')).toEqual({ metric: 'signups' });
  expect(previewOf(entryOf('rules/actions.yml'), '')).toBeUndefined();
});

it('names the tests of YAML as it is typed, and none while it cannot be read', () => {
  const text = `models:
  - name: a
    description: Rows.
    config: { materialized: table }
    columns:
      - { name: id, data_type: BIGINT, data_tests: [unique, unique] }
unit_tests:
  - { name: adds, model: a, given: [], expect: { rows: [] } }
`;
  const names = testsOfYaml(text, 'core/a.yml');
  expect(names.dataTests.map(({ name }) => name)).toEqual(['unique.id', 'unique.id_2']);
  expect(names.unitTests).toEqual(['adds']);
  expect(testsOfYaml(`${text}  -`, 'core/a.yml').dataTests).toEqual([]);
  expect(testsOfYaml(null, 'core/a.yml').dataTests).toEqual([]);
});
