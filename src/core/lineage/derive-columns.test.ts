import { Dialect, parse } from '@polyglot-sql/sdk';
import { describe, expect, it } from 'vitest';
import { deriveColumns } from './derive-columns.ts';
import { readTree } from './read-tree.ts';

const tables: Record<string, string[]> = {
  'core.t': ['id', 'a', 'b', 'c', 'd', 's', 'xs', 'day'],
  'core.u': ['id', 'x', 'y', 'z'],
  'shop.v': ['id', 'q'],
};

/** Origins by column: `t.a` a value, `?t.b` a filter; of `core.` the schema is left out. */
function derive(sql: string): Record<string, string> {
  const parsed = readTree(sql, (text) => parse(text, Dialect.DuckDB));
  if (!('tree' in parsed)) throw new Error(parsed.reason);
  const derived = deriveColumns(parsed.tree, (name) => tables[name]);
  if ('reason' in derived) throw new Error(derived.reason);
  return Object.fromEntries(
    derived.columns.map(({ name, from }) => {
      const origins = from.map(
        ({ table, column, role }) =>
          `${role === 'filter' ? '?' : ''}${table.replace('core.', '')}.${column}`,
      );
      return [name, origins.sort().join(' ')];
    }),
  );
}

const cases: [what: string, sql: string, columns: Record<string, string>][] = [
  ['a column', 'select a, b as two from core.t', { a: 't.a', two: 't.b' }],
  [
    'an expression',
    'select a + coalesce(b, c) as n, 1 as one from core.t',
    { n: 't.a t.b t.c', one: '' },
  ],
  ['case', 'select case when a > 1 then b else c end as n from core.t', { n: 't.a t.b t.c' }],
  ['where', 'select a from core.t where b = 1', { a: '?t.b t.a' }],
  ['a column that is value and filter', 'select a from core.t where a = 1', { a: 't.a' }],
  ['names without regard to case', 'select T.A as x from core.t', { x: 't.a' }],
  [
    'an alias of the select list',
    'select a as n, n + b as m from core.t',
    { n: 't.a', m: 't.a t.b' },
  ],
  [
    'a column before an alias of its name',
    'select a as b, b + 1 as n from core.t',
    { b: 't.a', n: 't.b' },
  ],
  ['a CTE', 'with w as (select a as n from core.t where b) select n from w', { n: '?t.b t.a' }],
  [
    'a CTE with named columns',
    'with w(n, m) as (select a, b from core.t) select m, n from w',
    { m: 't.b', n: 't.a' },
  ],
  [
    'a CTE that is not read',
    'with w as (select 1 as n from core.u) select a from core.t',
    { a: 't.a' },
  ],
  [
    'a CTE named like a table',
    'with u as (select a as x from core.t) select x from u',
    { x: 't.a' },
  ],
  ['select *', 'select * from core.u', { id: 'u.id', x: 'u.x', y: 'u.y', z: 'u.z' }],
  ['from alone', 'from core.u', { id: 'u.id', x: 'u.x', y: 'u.y', z: 'u.z' }],
  ['exclude', 'select * exclude (y, z) from core.u', { id: 'u.id', x: 'u.x' }],
  [
    'replace',
    'select * exclude (y, z) replace (x + y as x) from core.u',
    { id: 'u.id', x: 'u.x u.y' },
  ],
  ['rename', 'select * exclude (y, z) rename (x as n) from core.u', { id: 'u.id', n: 'u.x' }],
  [
    'the star of one table',
    'select v.*, t.a from core.t join shop.v on v.id = t.id',
    {
      id: '?t.id shop.v.id',
      q: '?shop.v.id ?t.id shop.v.q',
      a: '?shop.v.id ?t.id t.a',
    },
  ],
  [
    'a left join',
    'select t.a, u.x from core.t left join core.u on u.id = t.id and u.y > 1',
    {
      a: '?t.id ?u.id ?u.y t.a',
      x: '?t.id ?u.id ?u.y u.x',
    },
  ],
  [
    'using',
    'select * exclude (a, b, c, d, s, xs, day) from core.t join shop.v using (id)',
    {
      id: '?shop.v.id t.id',
      q: '?shop.v.id ?t.id shop.v.q',
    },
  ],
  [
    'using of a full join',
    'select id from core.u full join shop.v using (id)',
    { id: 'shop.v.id u.id' },
  ],
  [
    'a natural join',
    'select id, q from core.u natural join shop.v',
    {
      id: '?shop.v.id u.id',
      q: '?shop.v.id ?u.id shop.v.q',
    },
  ],
  [
    'an asof join',
    'select t.a, u.x from core.t asof join core.u on u.id = t.id and u.y <= t.day',
    {
      a: '?t.day ?t.id ?u.id ?u.y t.a',
      x: '?t.day ?t.id ?u.id ?u.y u.x',
    },
  ],
  [
    'a semi join',
    'select * from shop.v semi join core.u using (id)',
    {
      id: '?u.id shop.v.id',
      q: '?shop.v.id ?u.id shop.v.q',
    },
  ],
  ['an anti join', 'select q from shop.v anti join core.u on u.x = v.q', { q: '?u.x shop.v.q' }],
  [
    'joins in parentheses',
    'select q, x from (core.u join shop.v using (id))',
    {
      q: '?shop.v.id ?u.id shop.v.q',
      x: '?shop.v.id ?u.id u.x',
    },
  ],
  [
    'tables after a comma',
    'select x, q from core.u, shop.v where u.id = v.id',
    {
      x: '?shop.v.id ?u.id u.x',
      q: '?shop.v.id ?u.id shop.v.q',
    },
  ],
  [
    'union all',
    'select a as n from core.t union all select x from core.u where y',
    { n: '?u.y t.a u.x' },
  ],
  [
    'union by name',
    'select a as n, b as m from core.t union all by name select x as m from core.u',
    {
      n: 't.a',
      m: 't.b u.x',
    },
  ],
  [
    'union without repeats',
    'select a, b from core.t union select x, y from core.u',
    {
      a: '?t.b ?u.y t.a u.x',
      b: '?t.a ?u.x t.b u.y',
    },
  ],
  ['except', 'select a from core.t except select x from core.u', { a: '?u.x t.a' }],
  ['distinct', 'select distinct a, b from core.t', { a: '?t.b t.a', b: '?t.a t.b' }],
  ['distinct on', 'select distinct on (a) b from core.t order by c', { b: '?t.a ?t.c t.b' }],
  ['a subquery in from', 'select n from (select a as n from core.t where b) w', { n: '?t.b t.a' }],
  [
    'a scalar subquery',
    'select (select max(x) from core.u where u.id = t.id) as n from core.t',
    {
      n: '?t.id ?u.id u.x',
    },
  ],
  [
    'exists',
    'select a from core.t where exists (select y from core.u where u.id = t.id)',
    {
      a: '?t.id ?u.id t.a',
    },
  ],
  [
    'in',
    'select a from core.t where b in (select x from core.u where y)',
    { a: '?t.b ?u.x ?u.y t.a' },
  ],
  ['any', 'select a from core.t where b = any (select x from core.u)', { a: '?t.b ?u.x t.a' }],
  [
    'group by',
    'select a, sum(b) as n, count(*) as rows from core.t group by a having max(c) > 1',
    {
      a: '?t.c t.a',
      n: '?t.a ?t.c t.b',
      rows: '?t.a ?t.c',
    },
  ],
  ['group by all', 'select a, sum(b) as n from core.t group by all', { a: 't.a', n: '?t.a t.b' }],
  [
    'group by position and alias',
    'select a as n, b as m, max(c) as x from core.t group by 1, m',
    {
      n: '?t.b t.a',
      m: '?t.a t.b',
      x: '?t.a ?t.b t.c',
    },
  ],
  [
    'grouping sets',
    'select a, grouping(b) as g from core.t group by grouping sets ((a), (a, b))',
    {
      a: '?t.b t.a',
      g: '?t.a ?t.b',
    },
  ],
  [
    'an aggregate with filter',
    'select sum(a) filter (where b) as n, count(*) filter (where c) as m from core.t',
    {
      n: '?t.b t.a',
      m: 't.c',
    },
  ],
  [
    'an ordered aggregate',
    'select string_agg(a, b order by c) as n from core.t',
    { n: '?t.c t.a t.b' },
  ],
  [
    'within group',
    'select quantile_disc(0.5) within group (order by a) as n from core.t',
    { n: 't.a' },
  ],
  ['arg_max', 'select arg_max(a, b) as n from core.t', { n: 't.a t.b' }],
  [
    'a window',
    'select max(a) over (partition by b order by c) as n from core.t',
    { n: '?t.b ?t.c t.a' },
  ],
  [
    'a window of rank',
    'select row_number() over (partition by b order by c) as n from core.t',
    { n: '?t.b t.c' },
  ],
  [
    'a named window',
    'select lag(a) over w as n from core.t window w as (partition by b order by c)',
    {
      n: '?t.b ?t.c t.a',
    },
  ],
  [
    'qualify',
    'select a, row_number() over (order by b) as n from core.t qualify n = 1',
    {
      a: '?t.b t.a',
      n: 't.b',
    },
  ],
  ['order and limit', 'select a as n from core.t order by b limit 3', { n: '?t.b t.a' }],
  [
    'order of a whole union',
    '(select a from core.t) union all (select x from core.u) order by a limit 1',
    { a: 't.a u.x' },
  ],
  [
    'a list unfolded in from',
    'select t.a, n from core.t, unnest(t.xs) as w(n)',
    { a: '?t.xs t.a', n: 't.xs' },
  ],
  [
    'a list unfolded in a join',
    'select a, w.n from core.t cross join unnest(xs) as w(n)',
    { a: '?t.xs t.a', n: 't.xs' },
  ],
  [
    'a list unfolded in select',
    'select a, unnest(xs) as n from core.t',
    { a: '?t.xs t.a', n: 't.xs' },
  ],
  [
    'lateral',
    'select w.n from core.t cross join lateral (select t.a + u.x as n from core.u where u.id = t.b) w',
    {
      n: '?t.b ?u.id t.a u.x',
    },
  ],
  [
    'a lambda',
    'select list_transform(xs, a -> a + b) as n, list_filter(xs, lambda q: q.z > c) as m from core.t',
    {
      n: 't.b t.xs',
      m: 't.c t.xs',
    },
  ],
  [
    'a comprehension',
    'select [q + a for q in xs if q > b] as n from core.t',
    { n: 't.a t.b t.xs' },
  ],
  [
    'fields of structs and maps',
    "select t.s.f as n, s['k'] as m, s.f.g as o, (s).f as p from core.t",
    {
      n: 't.s',
      m: 't.s',
      o: 't.s',
      p: 't.s',
    },
  ],
  [
    'structs and maps made',
    "select {'k': a, 'l': b} as n, map {'k': c} as m, struct_pack(k := d) as o from core.t",
    {
      n: 't.a t.b',
      m: 't.c',
      o: 't.d',
    },
  ],
  ['a whole row', 'select u from core.u', { u: 'u.id u.x u.y u.z' }],
  [
    'values',
    'select n, a from core.t join (values (1, 2)) w(n, m) on m = b',
    { n: '?t.b', a: '?t.b t.a' },
  ],
  [
    'a recursive CTE',
    `with recursive w as (
      select id, a as n from core.t union all select w.id, w.n + u.x from w join core.u on u.id = w.id where u.y
    ) select n from w`,
    { n: '?t.id ?u.id ?u.y t.a u.x' },
  ],
  ['a table function', 'select a, n from core.t, range(b) w(n)', { a: '?t.b t.a', n: 't.b' }],
  [
    'count of a condition in case',
    "select count(case when a = 'x' then 1 end) as n from core.t",
    { n: 't.a' },
  ],
];

describe('what feeds each column', () => {
  it.each(cases)('%s', (_, sql, columns) => {
    expect(derive(sql)).toEqual(columns);
  });
});

describe('what is not followed is said', () => {
  it.each([
    ['select * from core.nowhere', 'unknown table: core.nowhere'],
    ['select nothing from core.t', 'unknown column: nothing'],
    ['select w.a from core.t', 'unknown column: w.a'],
    ["select columns('a.*') from core.t", 'COLUMNS(...) names columns by a pattern'],
    ['pivot core.t on a using sum(b)', 'pivot is not a select'],
    ["select * from json_each('{}')", '* of a function whose columns are not known'],
    ['select a from core.t union select x, y from core.u', 'a union of 1 and 2 columns'],
    ['create table x as select 1', 'create table is not a select'],
    ['select a from', 'Expected table name'],
    ['select 1; select 2', '2 statements instead of one'],
  ])('%s', (sql, reason) => {
    expect(() => derive(sql)).toThrow(reason);
  });
});
