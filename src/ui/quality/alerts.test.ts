import { expect, it } from 'vitest';
import { alertsOf, failingInForce } from './alerts.ts';
import { finding, journalEntry } from '../../core/run/testing/made-run.ts';
import { heldRun } from './testing/made-held-run.ts';

const warned = { id: 'c', title: 'C', status: 'warn' as const, message: 'Two rows.' };
const guardrail = { ...warned, id: 'g', title: 'Signups', guardrail: true as const };

it('shows held runs first, then guardrails, then other warnings', () => {
  const journal = [journalEntry({ generation: 4, findings: [warned, guardrail] })];
  const held = heldRun({ findings: [finding({ status: 'error', title: 'E' })] });
  expect(alertsOf(journal, [held], []).map(({ kind }) => kind)).toEqual([
    'held',
    'guardrail',
    'warning',
  ]);
});

it('speaks of the publication in force only, and not of runs that were held', () => {
  const journal = [
    journalEntry({ generation: 2, findings: [warned] }),
    journalEntry({ generation: 3, kind: 'fixed', findings: [] }),
    journalEntry({ generation: 4, kind: 'held', findings: [warned] }),
    journalEntry({ generation: 5, kind: 'settings' }),
  ];
  expect(alertsOf(journal, [], [])).toEqual([]);
});

it('stays away once dismissed, until the next generation; a held run cannot be dismissed', () => {
  const dismissed = ['4:warning'];
  const held = heldRun({ findings: [finding({ status: 'error' })] });
  const at = (generation: number) => [journalEntry({ generation, findings: [warned] })];
  expect(alertsOf(at(4), [held], dismissed).map(({ kind }) => kind)).toEqual(['held']);
  expect(alertsOf(at(5), [held], dismissed)).toHaveLength(2);
  expect(alertsOf([], [held], [])[0]).not.toHaveProperty('dismissal');
});

it('leaves out what is still learning', () => {
  const learning = { ...warned, status: 'learning' as const };
  expect(alertsOf([journalEntry({ findings: [learning] })], [], [])).toEqual([]);
});

it('says of errors that a person published that they did not pass, and not that they warn', () => {
  const entry = journalEntry({
    kind: 'overridden',
    findings: [{ ...warned, id: 'e', status: 'error' as const }, warned],
  });
  expect(alertsOf([entry], [], []).map(({ kind }) => kind)).toEqual(['overridden', 'warning']);
  expect(failingInForce([entry])).toHaveLength(2);
});
