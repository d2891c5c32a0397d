import { expect, it } from 'vitest';
import { isOneStatement } from './is-one-statement.ts';

it('takes semicolons in texts, names and comments for what they are', () => {
  for (const sql of [
    'select 1',
    'select 1 ; ;\n',
    "select 'a;b', 'it''s; fine', e'a\\'; b'",
    'select 1 as "a;""b"',
    'select 1 -- now; then\n, 2',
    'select /* one; two */ 1',
    'select $$ a; b $$, $x$ $$ ; $x$',
  ])
    expect(isOneStatement(sql), sql).toBe(true);
});

it('finds a second statement', () => {
  for (const sql of [
    'select 1; drop table x',
    'select 1) as x; drop table x; select (1',
    "select ''; drop table x; select ''",
    "select 'a\\'; drop table x --'",
    'select 1 -- comment\n; drop table x',
    'select 1 as a$b$ ; drop table x; select 1 as c$b$',
  ])
    expect(isOneStatement(sql), sql).toBe(false);
});
