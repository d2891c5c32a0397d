import { expect, it } from 'vitest';
import { stateOfData } from './state-of-data.ts';
import { journalEntry } from './testing/made-run.ts';

const file = { name: 'a.csv', accepted: 90, rejected: 10, repeats: 0, status: 'loaded' };
const failing = { id: 'c', title: 'C holds', status: 'error' as const, message: '10 rows fail.' };

it('has a day for each day with entries, newest first, whatever their order', () => {
  const days = stateOfData([
    journalEntry({ at: '2026-10-04T23:59:59.999Z' }),
    journalEntry({ at: '2026-10-06T00:00:00.000Z' }),
    journalEntry({ at: '2026-10-04T01:00:00.000Z' }),
  ]);
  expect(days.map(({ ds, entries }) => [ds, entries.length])).toEqual([
    ['2026-10-06', 1],
    ['2026-10-04', 2],
  ]);
});

it('says that a run is held until something settles it', () => {
  const held = journalEntry({
    kind: 'held',
    held: 'held-1',
    verdict: 'Held.',
    deliveries: [file],
    findings: [failing],
  });
  expect(stateOfData([held])[0]).toMatchObject({
    held: ['Held.'],
    findings: [failing],
    summary:
      '1 file came in: 90 records accepted, 10 rejected. 1 run held and waiting. 1 check did not pass.',
  });
  const settled = journalEntry({
    at: '2026-10-06T08:00:00.000Z',
    kind: 'overridden',
    held: 'held-1',
    reason: 'known outage',
    by: 'Ana',
    deliveries: [file],
  });
  const [today, before] = stateOfData([held, settled]);
  expect(before!.held).toEqual([]);
  expect(today!.decisions).toEqual([
    {
      at: settled.at,
      kind: 'overridden',
      what: 'Published with failing checks',
      by: 'Ana',
      reason: 'known outage',
    },
  ]);
  expect(today!.summary).toBe('No file came in. 1 run published.');
  // The file came in with the held run; it did not come in again.
  expect(today!.deliveries).toEqual([]);
});

it('shows a check that failed twice on a day once, as the worse of the two', () => {
  const warned = { ...failing, status: 'warn' as const };
  const [day] = stateOfData([
    journalEntry({ findings: [warned] }),
    journalEntry({ findings: [failing] }),
  ]);
  expect(day!.findings).toEqual([failing]);
});
