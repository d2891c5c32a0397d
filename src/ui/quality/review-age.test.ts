import { expect, it } from 'vitest';
import { isReviewDue, reviewAge } from './review-age.ts';

const now = Date.parse('2026-10-05T23:59:00Z');

it('counts whole days in UTC', () => {
  expect(reviewAge({ reviewed: '2026-10-05' }, now)).toBe(0);
  expect(reviewAge({ reviewed: '2026-06-23' }, now)).toBe(104);
  expect(reviewAge({ reviewed: '2026-10-06' }, now)).toBe(0);
});

it('knows no age without a review', () => {
  expect(reviewAge(undefined, now)).toBeNull();
  expect(reviewAge({ owner: 'Ana' }, now)).toBeNull();
  expect(reviewAge({ reviewed: 'soon' }, now)).toBeNull();
});

it('is due after 92 days, not on the 92nd', () => {
  expect(isReviewDue({ reviewed: '2026-07-05' }, now)).toBe(false);
  expect(isReviewDue({ reviewed: '2026-07-04' }, now)).toBe(true);
  expect(isReviewDue(undefined, now)).toBe(false);
});
