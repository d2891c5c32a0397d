import { expect, it } from 'vitest';
import { isolateText, withoutIsolates } from './bidi.ts';

it('isolates what runs from right to left, and nothing else', () => {
  expect(isolateText('4 Oct 2026')).toBe('4 Oct 2026');
  expect(isolateText('4 أكتوبر')).toBe('\u20684 أكتوبر\u2069');
  expect(withoutIsolates(isolateText('4 أكتوبر'))).toBe('4 أكتوبر');
});
