import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyScore } from './fuzzy-score.ts';

const ranked = (typed: string, texts: string[]) =>
  texts
    .map((text) => ({ text, score: fuzzyScore(text, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

describe('the fuzzy score', () => {
  it('puts a beginning before a middle, and letters in a row before letters apart', () => {
    expect(ranked('sho', ['Workshop', 'Show as table', 'Shop', 'Save this one'])).toEqual([
      'Shop',
      'Show as table',
      'Workshop',
      'Save this one',
    ]);
  });

  it('finds starts of words', () => {
    const texts = ['staging.stg_web_events', 'core.fct_website_events', 'core.dim_visitors'];
    expect(ranked('fwe', texts)).toEqual(['core.fct_website_events']);
    expect(ranked('dim vis', texts)).toEqual(['core.dim_visitors']);
    expect(ranked('events stg', texts)).toEqual(['staging.stg_web_events']);
  });

  it('does not mind case and accents', () => {
    expect(fuzzyScore('Café', 'CAFE')).toBeGreaterThan(0.9);
    expect(fuzzyScore('Overview', 'xyz')).toBe(0);
  });

  it('finds every text by a part of it', () => {
    const text = fc.stringMatching(/^[a-z_ ]{1,30}$/);
    fc.assert(
      fc.property(text, fc.nat(29), fc.nat(29), (whole, from, length) => {
        expect(fuzzyScore(whole, whole.slice(from, from + length))).toBeGreaterThan(0);
      }),
    );
  });
});
