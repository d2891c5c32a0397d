import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AskedSoon } from './asked-soon.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Calls that wait until they are answered by hand. */
function asked() {
  const calls: { question: string; signal: AbortSignal; answer: (text: string) => void }[] = [];
  const soon = new AskedSoon<string, string>(
    (question, signal) =>
      new Promise((answer) => {
        calls.push({ question, signal, answer });
      }),
  );
  return { calls, soon };
}

it('asks once for what is typed in one go, and drops answers that come too late', async () => {
  const { calls, soon } = asked();
  soon.soon('a');
  soon.soon('ab');
  await vi.runAllTimersAsync();
  expect(calls.map(({ question }) => question)).toEqual(['ab']);
  soon.soon('abc');
  expect(calls[0]!.signal.aborted).toBe(true);
  await vi.runAllTimersAsync();
  calls[1]!.answer('newer');
  calls[0]!.answer('older');
  await vi.runAllTimersAsync();
  expect([soon.answer, soon.busy]).toEqual(['newer', false]);
});

it('asks nothing any more once one has left', async () => {
  const { calls, soon } = asked();
  soon.soon('a');
  soon.stop();
  await vi.runAllTimersAsync();
  expect([calls.length, soon.busy]).toEqual([0, false]);
  soon.soon('b');
  await vi.runAllTimersAsync();
  soon.stop();
  calls[0]!.answer('late');
  await vi.runAllTimersAsync();
  expect([calls[0]!.signal.aborted, soon.answer]).toEqual([true, null]);
});

it('keeps the last answer in sight while a newer one is awaited', async () => {
  const { calls, soon } = asked();
  soon.soon('a');
  await vi.runAllTimersAsync();
  calls[0]!.answer('first');
  await vi.runAllTimersAsync();
  soon.soon('b');
  expect([soon.answer, soon.busy]).toEqual(['first', true]);
  soon.soon('a');
  await vi.runAllTimersAsync();
  expect([calls.length, soon.busy]).toEqual([1, false]);
});
