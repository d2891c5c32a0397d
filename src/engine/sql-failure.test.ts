import { expect, it } from 'vitest';
import { sqlFailure } from './sql-failure.ts';

const sql = "select 'é🙂', nope";

it('reads DuckDB’s JSON, with and without the kind in front, and counts letters where DuckDB counts bytes', () => {
  const at = String(new TextEncoder().encode(sql.slice(0, sql.indexOf('nope'))).length);
  const json = JSON.stringify({
    ...{ exception_type: 'Binder', exception_message: 'not found\nCandidate bindings: "x"' },
    position: at,
  });
  for (const message of [json, `Binder Error: ${json}`])
    expect(sqlFailure(new Error(message), sql)).toEqual({
      message: 'Binder Error: not found\nCandidate bindings: "x"',
      offset: sql.indexOf('nope'),
    });
});

it('counts letters where the parser does', () => {
  const json = JSON.stringify({
    ...{ exception_type: 'Parser', exception_message: 'syntax error' },
    position: String([...sql.slice(0, sql.indexOf('nope'))].length),
  });
  expect(sqlFailure(new Error(`Parser Error: ${json}`), sql).offset).toBe(sql.indexOf('nope'));
});

it('takes a position from the error, and does without', () => {
  const error = Object.assign(new Error('Parser Error: syntax error'), { position: '7' });
  expect(sqlFailure(error, sql)).toEqual({ message: 'Parser Error: syntax error', offset: 7 });
  const drawn = new Error('Binder Error: no\n\nLINE 1: select nope\n               ^');
  expect(sqlFailure(drawn, sql)).toEqual({ message: 'Binder Error: no', offset: undefined });
});

it('leaves out the list of all functions of a name', () => {
  const message = 'No function matches sum(VARCHAR).\n\tCandidate functions:\n\tsum(DOUBLE)\n';
  const json = JSON.stringify({ exception_type: 'Binder', exception_message: message });
  expect(sqlFailure(new Error(json), sql).message).toBe(
    'Binder Error: No function matches sum(VARCHAR).',
  );
});
