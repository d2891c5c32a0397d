import { expect, it } from 'vitest';
import { errorCodes, WorkbenchError } from '../core/errors.ts';
import { explainError, explainRefusal, isCancelled } from './explain-error.ts';

it.each(errorCodes)('says of %s what happened, what is unharmed and the next step', (code) => {
  const explained = explainError(
    new WorkbenchError(code, 'what: the engine said', { file: 'a.csv', line: 3 }),
  );
  expect(explained).toMatchObject({
    code,
    message: 'what: the engine said',
    place: 'a.csv, line 3',
  });
  for (const text of [explained.unharmed, explained.next]) expect(text).toMatch(/^[A-Z].*\.$/s);
  expect(explained.title).toMatch(/^[A-Z][^.]*$/);
  expect(explainRefusal({ code }).title).toBe(explained.title);
});

it('shows anything else thrown whole, as a defect', () => {
  expect(explainError(new TypeError('x is not a function'))).toMatchObject({
    code: 'defect',
    message: 'TypeError: x is not a function',
  });
  expect(explainRefusal({ code: 'from a newer version' }).title).toBe(explainError(null).title);
});

it('tells a cancelled call from a failed one', () => {
  expect(isCancelled(new WorkbenchError('cancelled', 'cancelled by the person'))).toBe(true);
  expect(isCancelled(new Error('cancelled'))).toBe(false);
});
