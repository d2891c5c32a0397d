import { expect, it } from 'vitest';
import { loadMetric } from '../../core/metrics/load-metric.ts';
import { loadProject } from '../../core/project/load-project.ts';
import { madeModel } from './testing/made-project.ts';
import { nameFault, newFiles } from './new-entry.ts';

const base = madeModel('a', 'core', ['id', 'ds']);

it('makes files that load', () => {
  const first = newFiles({ kind: 'model', name: 'a', folder: 'core', base }) as Record<
    string,
    string
  >;
  first['core/a.sql'] = 'select 1 as id';
  const second = newFiles({ kind: 'model', name: 'b', folder: 'core', base });
  const test = newFiles({ kind: 'test', name: 't', folder: '', base });
  const project = loadProject({ ...first, ...second, ...test } as Record<string, string>);
  expect(project.models.get('b')!.refs).toEqual(['a']);
  expect(project.models.get('b')!.columns.map(({ name }) => name)).toEqual(['id', 'ds']);
  expect(project.singularTests.map(({ name }) => name)).toEqual(['t']);
  const metric = newFiles({ kind: 'metric', name: 'big_days', folder: '', base });
  expect(
    loadMetric('metrics/big_days.yml', metric['metrics/big_days.yml']!, project.models),
  ).toMatchObject({ label: 'Big days', grain: 'ds' });
});

it('refuses names that cannot be', () => {
  const paths = ['core/a.sql', 'core/a.yml', 'tests/t.sql', 'metrics/m.yml'];
  expect(nameFault('model', '', paths)).toBe('empty');
  expect(nameFault('model', 'B-1', paths)).toBe('letters');
  expect(nameFault('model', '../x', paths)).toBe('letters');
  expect(nameFault('model', 'a', paths)).toBe('taken');
  expect(nameFault('model', 't', paths)).toBe(null);
  expect(nameFault('test', 't', paths)).toBe('taken');
  expect(nameFault('metric', 'm', paths)).toBe('taken');
  expect(nameFault('metric', 'a', paths)).toBe(null);
});
