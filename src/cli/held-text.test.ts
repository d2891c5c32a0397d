import { expect, it } from 'vitest';
import type { HeldRun } from '../core/run/held-run.ts';
import type { JournalEntry } from '../core/run/journal.ts';
import { describeDamage } from './damage-text.ts';
import { describeHeldRun, describeHeldRuns } from './held-text.ts';
import { describeJournal } from './journal-text.ts';

const numbers = (events: number, signups: number) => ({
  events,
  daily_visitors: 10,
  website_hits: 40,
  signups,
  logins: 0,
  purchases: 0,
});
const day = (ds: string) => ({ ds, host: 'a.com' });

const held: HeldRun = {
  id: 'held-0123456789abcdef',
  heldAt: '2026-10-05T08:01:02.000Z',
  parent: 3,
  deliveries: [],
  staged: {},
  superseded: [],
  onOverlap: 'add',
  diff: [
    { ...day('2026-10-01'), published: numbers(100, 5), candidate: numbers(50, 5) },
    { ...day('2026-10-02'), published: null, candidate: numbers(7, 0) },
    { ...day('2026-10-03'), published: numbers(100, 5), candidate: numbers(100, 5) },
  ],
  report: {
    status: 'held',
    startedAt: '',
    seconds: 0,
    steps: {},
    versions: {},
    identity: 'plain',
    deliveries: [],
    tables: [],
    verdict: 'Held by 1 check.',
    generation: 3,
    findings: [
      {
        id: 'core.x.not_null.y',
        on: 'core.x',
        title: 'y is set',
        description: '',
        severity: 'error',
        status: 'error',
        observed: 1,
        unit: 'rows',
        expected: '0 rows',
        message: '1 row without y.',
        sample: {
          columns: ['y', 'empty', 'url'],
          rows: [
            [null, null, '/a\u001b[2J'],
            [1, null, '/b'],
          ],
        },
        sql: null,
      },
    ],
  },
};

it('lists held runs, and says so when there is none', () => {
  expect(describeHeldRuns([])).toBe('No run is held.\n');
  expect(describeHeldRuns([held])).toMatch(/held-0123456789abcdef +2026-10-05 08:01 UTC/);
});

it('shows why a run is held, its failing rows, and only the numbers that would change', () => {
  const lines = describeHeldRun(held)
    .split('\n')
    .map((line) => line.trimEnd().split(/ {2,}/));
  expect(lines).toContainEqual(['error: y is set (core.x.not_null.y)']);
  expect(lines).toContainEqual(['', 'y', 'url']);
  expect(lines).toContainEqual(['null', String.raw`/a\x1b[2J`]);
  const changes = lines.filter(([ds]) => ds?.startsWith('2026-10-0'));
  expect(changes.slice(0, 2)).toEqual([
    ['2026-10-01', 'a.com', 'events', '100', '50', '-50 (-50.0 %)'],
    ['2026-10-02', 'a.com', 'events', 'null', '7', 'new'],
  ]);
  expect(changes.map(([ds]) => ds)).not.toContain('2026-10-03');
});

it('tells the journal with who decided and why, control characters made visible', () => {
  const entry: JournalEntry = {
    at: '2026-10-05T09:00:00.000Z',
    kind: 'overridden',
    generation: 5,
    verdict: 'Published 50 events.',
    reason: 'a sale\u001b[2J\nended',
    by: 'Ada',
    held: held.id,
    deliveries: [{ name: 'a.csv', accepted: 1284, rejected: 1, repeats: 0, status: 'loaded' }],
    findings: [{ id: 'x', title: 'Rows', status: 'error', message: 'Half.' }],
    from: '2026-10-01',
    to: '2026-10-01',
  };
  expect(describeJournal([entry])).toBe(
    [
      '2026-10-05 09:00 UTC  overridden, generation 5, 2026-10-01, held-0123456789abcdef',
      '  Published 50 events.',
      '  a.csv: loaded, 1,284 accepted, 1 rejected, 0 repeats',
      '  error: Rows: Half.',
      String.raw`  decided by Ada: a sale\x1b[2J\nended`,
      '',
    ].join('\n'),
  );
});

it('says which days of which tables are damaged and what is shown instead', () => {
  const missing = [{ table: 'core.x', ds: '2026-10-01', reason: 'changed' as const }];
  expect(describeDamage({ generation: 4, shown: 3, missing })).toBe(
    'damaged: 1 file of publication 4 cannot be used. Publication 3 is shown instead.\n  core.x 2026-10-01: changed\n',
  );
  const many = Array.from({ length: 30 }, () => ({ ...missing[0]!, ds: '' }));
  const told = describeDamage({ generation: 4, shown: 0, missing: many });
  expect(told).toMatch(/^damaged: 30 files .* No earlier publication is whole\./);
  expect(told).toMatch(/\n {2}and 10 more\n$/);
});
