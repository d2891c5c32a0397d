import { describe, expect, it } from 'vitest';
import { shippedRules } from '../../models/testing/shipped-rules.ts';
import { objectionToPattern } from './check-pattern.ts';

describe('a regular expression', () => {
  // Known to backtrack without end: the first six from OWASP's and Davis's lists.
  it.each([
    '(a+)+$',
    '([a-zA-Z]+)*$',
    '(a|aa)+$',
    '(a|a?)+$',
    '(.*a){12,}$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '^/(?:[^/]+/?)*$',
    '^/blog/(?:\\w|\\d)+$',
    '(x+x+)+y',
  ])('that never ends is refused: %s', (pattern) => {
    expect(objectionToPattern(pattern)).toMatch(/could take forever/);
  });

  it.each([
    '^/(?:[^/]+/)*x$',
    '(?:/[^/]+)+$',
    '^/[a-z]+(?:-[a-z]+)*$',
    '^(?:[a-z]{2}/)?a+b+$',
    '(?:ab|cd)*$',
  ])('that repeats soundly is not: %s', (pattern) => {
    expect(objectionToPattern(pattern)).toBeUndefined();
  });

  it('of those that ship is sound', () => {
    const patterns = [
      ...shippedRules.actions.flatMap(({ when }) => [when.path, when.host]),
      ...shippedRules.channels.flatMap(({ when }) => [when.medium, when.source]),
    ].filter((pattern) => pattern !== undefined);
    expect(patterns.length).toBeGreaterThan(30);
    for (const pattern of patterns) expect(objectionToPattern(pattern), pattern).toBeUndefined();
  });
});
