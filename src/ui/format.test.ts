import { expect, it } from 'vitest';
import { createFormat } from './format.ts';

const british = createFormat('en-GB');
const german = createFormat('de-DE');
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ');

it('writes numbers by room', () => {
  expect(british.exact(1284)).toBe('1,284');
  expect(british.short(1284)).toBe('1,284');
  expect(british.short(12_849)).toBe('12.8k');
  expect(british.short(3_240_000).toLowerCase()).toBe('3.2m');
  expect(german.exact(1284)).toBe('1.284');
  expect(german.short(60_000)).toBe('60.000');
  expect(plain(german.short(3_240_000))).toBe('3,2 Mio.');
});

it('writes rates with one decimal and shares as whole per cents', () => {
  expect(plain(british.rate(0.0341))).toBe('3.4 %');
  expect(plain(german.rate(0.0341))).toBe('3,4 %');
  expect(plain(british.rateRange(0.021, 0.0432))).toBe('2.1–4.3 %');
  expect(plain(british.percent(0.412))).toBe('41 %');
  expect(plain(british.percent(0.0004))).toBe('<1 %');
  expect(plain(british.percent(0))).toBe('0 %');
});

it('keeps a day the day it is, whatever the clock of the machine', () => {
  expect(british.day('2026-09-01')).toBe('1 Sept');
  expect(plain(british.range('2026-09-01', '2026-09-30'))).toMatch(/^1\s?–\s?30 Sept 2026$/);
  expect(british.fullDay('2026-11-21')).toContain('Sat');
});

it('writes sizes, durations and ages', () => {
  expect(british.bytes(0)).toBe('0 bytes');
  expect(british.bytes(999)).toBe('999 bytes');
  expect(plain(british.bytes(3_240_000))).toBe('3.2 MB');
  expect(plain(british.bytes(214_000_000))).toBe('214 MB');
  expect(plain(british.duration(0.42))).toBe('0.4 s');
  expect(plain(british.duration(65.2))).toBe('1 min 5 s');
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(british.ago('2026-11-21T11:57:00Z', now)).toBe('3 min ago');
  expect(british.ago('2026-11-19T11:57:00Z', now)).toBe('2 days ago');
  expect(british.ago('2026-11-21T11:59:50Z', now)).toBe('now');
});

it('keeps right-to-left dates apart from English words, and counts in one kind of digits', () => {
  const egyptian = createFormat('ar-EG');
  expect(egyptian.exact(1284)).toBe('1,284');
  expect(plain(egyptian.rateRange(0.021, 0.0432))).toBe('2.1–4.3 %');
  expect(egyptian.day('2026-10-04')).toBe('\u20684 أكتوبر\u2069');
  expect(egyptian.moment('2026-10-04T10:00:00Z')).not.toMatch(/[٠-٩]/);
  expect(createFormat('fa-IR').month('2026-10-04')).toContain('2026');
  expect(createFormat('th-TH').day('2026-10-04')).toContain('4');
});

it('names countries and leaves what is none', () => {
  expect(british.country('IN')).toBe('India');
  expect(british.country('Unknown')).toBe('Unknown');
});
