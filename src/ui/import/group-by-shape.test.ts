import { expect, it } from 'vitest';
import type { InspectedFile } from '../../workbench.ts';
import type { MappedFile } from './group-by-shape.ts';
import { groupByShape } from './group-by-shape.ts';

const file = (id: string, more: Partial<InspectedFile>): InspectedFile => ({
  id,
  name: `${id}.csv`,
  folder: '',
  size: 1,
  ...more,
});
const mapped = { recognition: {}, guess: {} } as Pick<MappedFile, 'recognition' | 'guess'>;

it('puts files of one shape together and leaves refused ones out', () => {
  const refusal = { code: 'file-empty', message: 'empty', details: {} };
  const files = [
    file('a', { ...mapped, shape: 's' }),
    file('b', mapped),
    file('c', { refusal, shape: 's' }),
    file('d', { ...mapped, shape: 's' }),
  ];
  const ids = groupByShape(files).map(([id, group]) => [id, group.map((one) => one.id)]);
  expect(ids).toEqual([
    ['s', ['a', 'd']],
    ['b', ['b']],
  ]);
});
