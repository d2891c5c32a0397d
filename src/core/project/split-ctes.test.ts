import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutAtCte, findCtes } from './split-ctes.ts';

const atom = fc.constantFrom(
  ...["')'", "'it''s ('", "e'\\')'", '"a ) ""b"', '-- ) as (\n', '/* ( */', '$$ ( $$', '$x$ ) $x$'],
  ...["{{ ref('x') }}", 'as', 'with', 'a', ',', '1', 'é', '\n'],
);
const { body } = fc.letrec<{ body: string }>((tie) => ({
  body: fc
    .array(
      fc.oneof(
        { depthSize: 'small' },
        atom,
        tie('body').map((inner) => `(${inner})`),
      ),
      {
        maxLength: 6,
      },
    )
    .map((parts) => parts.join(' ')),
}));
const head = fc.constantFrom(
  'as',
  'as materialized',
  'AS NOT MATERIALIZED',
  '(x, "y (") as',
  'as -- (\n',
);
const name = fc.constantFrom('days', 'Users', '"a ( b"', '"say ""hi"""', 'länder');
const plain = (quoted: string): string =>
  quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted;

it('finds every expression of the list, whatever stands in it, and none of what follows', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('with', '-- with x as (\nWITH', '/* first */ with recursive'),
      fc.array(fc.tuple(name, head, body), { minLength: 1, maxLength: 4 }),
      body,
      (start, list, rest) => {
        const parts = list.map(([named, how, inner]) => `${named} ${how} (${inner})`);
        const sql = `${start} ${parts.join(' , ')} select ${rest}`;
        const found = findCtes(sql);
        expect(found.map((cte) => sql.slice(cte.start, cte.end))).toEqual(parts);
        expect(found.map((cte) => cte.name)).toEqual(list.map(([named]) => plain(named)));
      },
    ),
  );
});

it('finds none where there is none, or where it is not finished', () => {
  for (const sql of ['', 'select 1', 'select (with a as (select 1) select 2)', 'with', 'with a as'])
    expect(findCtes(sql), sql).toEqual([]);
  expect(findCtes('with a as (select 1), b as (select (2 from a')).toMatchObject([{ name: 'a' }]);
});

it('cuts a query at one of them', () => {
  const sql = 'with a as (select 1 as x), b as (select x + 1 as y from a)\nselect * from b';
  expect(cutAtCte(sql, 'A')).toBe('with a as (select 1 as x)\nselect * from "a"');
  expect(cutAtCte(sql, 'b')).toBe(
    'with a as (select 1 as x), b as (select x + 1 as y from a)\nselect * from "b"',
  );
  expect(cutAtCte(sql, 'c')).toBeUndefined();
});
