import { expect, it } from 'vitest';
import { completeQuery } from './complete-query.ts';

const tables = new Map([
  ['core.fct_sessions', ['session', 'seconds']],
  ['shop.orders', ['order_id']],
]);
const at = (text: string): string[] =>
  (completeQuery(text.replace('|', ''), text.indexOf('|'), tables)?.offers ?? []).map(
    ({ label }) => label,
  );

it('offers tables after from, and columns of those that are read', () => {
  expect(at('select * from |')).toEqual(['core.fct_sessions', 'shop.orders']);
  expect(at('select * from core.|')).toEqual(['fct_sessions']);
  expect(at('with x as (select 1) select * from |')[0]).toBe('x');
  expect(at('select s| from core.fct_sessions')).toEqual(['session', 'seconds']);
  expect(at('select f.| from core.fct_sessions as f join shop.orders o on true')).toEqual([
    'session',
    'seconds',
  ]);
  expect(at('select o.| from core.fct_sessions join shop.orders o')).toEqual(['order_id']);
  expect(at("select 's|' from core.fct_sessions")).toEqual([]);
});
