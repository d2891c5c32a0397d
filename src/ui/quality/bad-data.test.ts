import { expect, it } from 'vitest';
import { defaultQualitySettings } from '../../core/quality/settings.ts';
import { badData } from './bad-data.ts';
import { journalEntry } from '../../core/run/testing/made-run.ts';

const failing = { id: 'c', title: 'C holds', status: 'error' as const, message: '10 rows fail.' };
const held = journalEntry({
  kind: 'held',
  held: 'held-1',
  findings: [failing, { ...failing, id: 'd', status: 'learning' }],
  from: '2026-10-04',
  to: '2026-10-04',
});
const none = defaultQualitySettings;

it('lists what holds a run, and that it waits', () => {
  expect(badData([held], new Set(['held-1']), none)).toMatchObject([
    { what: 'C holds', remedy: 'waiting', held: 'held-1', from: '2026-10-04' },
  ]);
});

it.each(['overridden', 'discarded', 'fixed'] as const)('tells who %s it and why', (kind) => {
  const decision = journalEntry({
    at: '2026-10-06T08:00:00.000Z',
    kind,
    held: 'held-1',
    by: 'Ana',
    reason: 'known',
  });
  const [piece] = badData([decision, held], new Set(), none);
  expect(piece).toMatchObject({ remedy: kind, by: 'Ana', reason: 'known' });
  expect(piece).not.toHaveProperty('held');
});

it('waits again when the same files are held again after a decision', () => {
  const before = journalEntry({ ...held, at: '2026-10-01T08:00:00.000Z' });
  const discarded = journalEntry({
    at: '2026-10-02T08:00:00.000Z',
    kind: 'discarded',
    held: 'held-1',
  });
  expect(badData([before, discarded, held], new Set(['held-1']), none)).toMatchObject([
    { since: held.at, remedy: 'waiting', held: 'held-1' },
    { since: before.at, remedy: 'discarded' },
  ]);
});

it('counts rejected records and repeats as cleaned', () => {
  const delivery = { name: 'a.csv', accepted: 9, rejected: 3, repeats: 2, status: 'loaded' };
  expect(badData([journalEntry({ deliveries: [delivery] })], new Set(), none)).toMatchObject([
    { what: 'a.csv', message: '3', remedy: 'rejected' },
    { what: 'a.csv', message: '2', remedy: 'repeats' },
  ]);
});

it('tells a warning that stands from one whose check or day was adjusted', () => {
  const warned = journalEntry({
    findings: [{ ...failing, status: 'warn' }],
    from: '2026-10-04',
    to: '2026-10-05',
  });
  const remedy = (settings: Partial<typeof none>) =>
    badData([warned], new Set(), { ...none, ...settings }).find(({ what }) => what === 'C holds')
      ?.remedy;
  const fault = {
    id: 'a',
    from: '2026-10-05',
    to: '2026-10-05',
    kind: 'fault',
    text: 'x',
  } as const;
  expect(remedy({})).toBe('warned');
  expect(remedy({ limits: [{ check: 'c', warnIf: '> 20' }] })).toBe('adjusted');
  expect(remedy({ annotations: [fault] })).toBe('annotated');
  expect(remedy({ annotations: [{ ...fault, kind: 'note' }] })).toBe('warned');
});
