import { expect, it } from 'vitest';
import { spanOf } from './span-of.ts';

const text = "select a\nfrom {{ ref('x') }}\n\nwhere b";
const said = (line: number, column: number): string => {
  const { from, to } = spanOf(text, line, column);
  return text.slice(from, to);
};

it('marks the word at a place, a reference whole', () => {
  expect(said(1, 8)).toBe('a');
  expect(said(2, 6)).toBe("{{ ref('x') }}");
  expect(said(4, 7)).toBe('b');
});

it('stays inside the text', () => {
  expect(said(1, 99)).toBe('a');
  expect(said(3, 1)).toBe('');
  expect(said(99, 99)).toBe('b');
  expect(said(0, 0)).toBe('select');
});
