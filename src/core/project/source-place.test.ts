import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileModel } from './compile-model.ts';
import { placeOf } from './extract-refs.ts';
import { loadProject } from './load-project.ts';
import { sourcePlace } from './source-place.ts';

const yaml = (name: string): string =>
  `models:\n  - name: ${name}\n    description: A model.\n    config: {materialized: view}\n`;
const project = loadProject({
  'core/a_very_long_name.sql': 'select 1 as x',
  'core/a_very_long_name.yml': yaml('a_very_long_name'),
  'core/b.sql': 'select 1 as x',
  'core/b.yml': yaml('b'),
});

const piece = fc.oneof(
  fc.constantFrom("{{ ref('b') }}", "{{ref( 'a_very_long_name' )}}", "{{ source('ingest', 'x') }}"),
  fc.constantFrom('\n', '  ', 'select', "'é🙂'", ', ', '\n\n  '),
);

it('finds every written character again that is not of a reference', () => {
  fc.assert(
    fc.property(fc.array(piece), fc.array(piece), (before, after) => {
      const mark = '§';
      const sql = `${before.join('')}${mark}${after.join('')}`;
      const offset = compileModel(sql, 'core/x.sql', project).indexOf(mark);
      expect(sourcePlace(sql, 'core/x.sql', project, offset)).toEqual(
        placeOf(sql, sql.indexOf(mark)),
      );
    }),
  );
});

it('puts a place inside a reference where its braces open', () => {
  const sql = "\n\nselect x\n  from {{ ref('a_very_long_name') }} where y";
  const compiled = compileModel(sql, 'core/x.sql', project);
  for (const found of ['core.a_very', 'long_name', '_name'])
    expect(sourcePlace(sql, 'core/x.sql', project, compiled.indexOf(found))).toEqual({
      line: 4,
      column: 8,
    });
  expect(sourcePlace(sql, 'core/x.sql', project, compiled.indexOf(' where'))).toEqual({
    line: 4,
    column: 37,
  });
  expect(sourcePlace(sql, 'core/x.sql', project, 10_000)).toEqual(placeOf(sql, sql.length));
});
