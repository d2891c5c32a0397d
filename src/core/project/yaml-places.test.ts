import { expect, it } from 'vitest';
import { yamlPlaces } from './yaml-places.ts';

const text = `version: 2
models:
  - name: dim_users
    description: Users.
    config: { materialized: table }
    data_tests:
      - row_count: { min_value: 1 }
    columns:
      - name: user_id
        data_type: BIGINT
        data_tests: [not_null, unique]
      - { name: country, data_type: VARCHAR }
unit_tests:
  - name: first_test
    model: dim_users
    given: []
    expect: { rows: [] }
`;

it('finds the parts of a YAML', () => {
  const places = yamlPlaces(text);
  const at = (line: number, part: string): { line: number; column: number } => ({
    line,
    column: text.split('\n')[line - 1]!.indexOf(part) + 1,
  });
  expect(places.model).toEqual(at(3, 'dim_users'));
  expect(places.columns.get('user_id')).toEqual({ name: at(9, 'user_id'), type: at(10, 'BIGINT') });
  expect(places.columns.get('country')).toEqual({ name: at(12, 'country'), type: at(12, 'VAR') });
  expect(places.tests).toEqual([at(11, 'not_null'), at(11, 'unique'), at(7, 'row_count')]);
  expect(places.unitTests.get('first_test')).toEqual(at(14, 'first_test'));
});

it('finds nothing in a YAML of something else, without failing', () => {
  for (const other of ['', 'a: 1', 'models: 3', 'models: [{}]'])
    expect(yamlPlaces(other).tests).toEqual([]);
});
