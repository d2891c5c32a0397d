import type { Finding } from '../quality/finding.ts';

/**
 * Findings of an area once a change of the project was audited: what could not be asked anew, because no file came in and no day was
 * compared with history, is known from the run before.
 */
export function findingsAfterChange(
  before: readonly Finding[],
  now: readonly Finding[],
): Finding[] {
  const earlier = new Map(before.map((finding) => [finding.id, finding]));
  const asked = new Set(now.map(({ id }) => id));
  const ofHistory = before.filter(({ id, cells }) => cells !== undefined && !asked.has(id));
  return [
    ...now.map((finding) =>
      finding.status === 'n/a' ? (earlier.get(finding.id) ?? finding) : finding,
    ),
    ...ofHistory,
  ];
}
