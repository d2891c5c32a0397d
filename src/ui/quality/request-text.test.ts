import { expect, it } from 'vitest';
import { requestAddress, requestText } from './request-text.ts';
import { finding } from '../../core/run/testing/made-run.ts';

it('says which check, what it assumes and who owns it', () => {
  const text = requestText(finding({ message: '3 rows fail.', status: 'error' }), { owner: 'Ana' });
  expect(text).toContain('Check: core.x.not_null.y');
  expect(text).toContain('Now (error): 3 rows fail.');
  expect(text).toContain('Owner: Ana');
});

it('fills in a link, encoded', () => {
  const link = 'https://tickets.example/new?title={check}&body={text}';
  expect(requestAddress(link, 'core.x', 'a & b')).toBe(
    'https://tickets.example/new?title=core.x&body=a%20%26%20b',
  );
  expect(requestAddress('mailto:data@example.com?body={text}', 'c', 'x\ny')).toBe(
    'mailto:data@example.com?body=x%0Ay',
  );
});

it.each(['javascript:alert(1)', 'data:text/html,x', '/relative', '{text}'])('refuses %s', (link) =>
  expect(requestAddress(link, 'c', 'javascript:1')).toBeUndefined(),
);
