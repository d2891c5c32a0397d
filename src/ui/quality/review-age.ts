import type { CheckReview } from '../../core/quality/settings.ts';

const dayMs = 86_400_000;
/** A check that nobody has looked at for longer than a quarter may assume what is no longer true. */
const reviewDays = 92;

/** Days since the last review; null where there was none, or where its day cannot be read. */
export function reviewAge(review: CheckReview | undefined, now: number): number | null {
  const reviewed = Date.parse(`${review?.reviewed ?? ''}T00:00:00Z`);
  return Number.isNaN(reviewed) ? null : Math.max(0, Math.floor((now - reviewed) / dayMs));
}

/** Whether the badge is due: the last review is more than 92 days ago. Never reviewed is said, not nagged about. */
export function isReviewDue(review: CheckReview | undefined, now: number): boolean {
  const age = reviewAge(review, now);
  return age !== null && age > reviewDays;
}
