import { expect, it } from 'vitest';
import type { DayNumbers } from '../../core/run/held-run.ts';
import { diffRows } from './diff-rows.ts';

const numbers = (events: number, signups = 0): DayNumbers => ({
  events,
  daily_visitors: 0,
  website_hits: 0,
  signups,
  logins: 0,
  purchases: 0,
});

it('puts both sides beside each other, with shares of the largest', () => {
  const diff = [
    { ds: '2026-10-01', host: 'a', published: numbers(200), candidate: numbers(50) },
    { ds: '2026-10-02', host: 'a', published: null, candidate: numbers(100) },
    { ds: '2026-10-03', host: 'a', published: numbers(100), candidate: null },
  ];
  expect(diffRows(diff, 'events')).toEqual([
    {
      ds: '2026-10-01',
      host: 'a',
      published: 200,
      candidate: 50,
      publishedShare: 1,
      candidateShare: 0.25,
      change: -0.75,
    },
    {
      ds: '2026-10-02',
      host: 'a',
      published: null,
      candidate: 100,
      publishedShare: 0,
      candidateShare: 0.5,
      change: null,
    },
    {
      ds: '2026-10-03',
      host: 'a',
      published: 100,
      candidate: null,
      publishedShare: 0.5,
      candidateShare: 0,
      change: null,
    },
  ]);
});

it('has no change from nothing, and no bar where all is zero', () => {
  const diff = [{ ds: '2026-10-01', host: 'a', published: numbers(1), candidate: numbers(1) }];
  expect(diffRows(diff, 'signups')[0]).toMatchObject({
    change: null,
    publishedShare: 0,
    candidateShare: 0,
  });
});
