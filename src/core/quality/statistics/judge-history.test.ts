import { describe, expect, it } from 'vitest';
import type { CheckCell } from '../finding.ts';
import { defaultQualitySettings } from '../settings.ts';
import type { Flag } from '../settings.ts';
import { backtest } from './backtest.ts';
import { findingsOf } from './findings-of.ts';
import { flagsOf } from './flags-of.ts';
import type { HistoryVerdict } from './history-input.ts';
import { judgeHistory } from './judge-history.ts';
import { checkIds, guardrailCheck } from './statistical-checks.ts';
import { madeDay, madeHistory } from './testing/made-history.ts';
import type { MadeFault } from './testing/made-history.ts';

const days = 50;
const today = days - 1;
const hostA = 'a.example.com';
const hostB = 'b.example.com';

/** A fault on host A from a day on. */
const since = (from: number, fault: MadeFault) => (host: string, day: number) =>
  host === hostA && day >= from ? fault : {};

const ids = { ...checkIds, signups: guardrailCheck('signup_conversion_rate') };
type CheckName = keyof typeof ids;

function cellsOf(verdict: HistoryVerdict, name: CheckName): CheckCell[] {
  return verdict.checks.find(({ check }) => check === ids[name])!.cells;
}
const statusOf = (verdict: HistoryVerdict, name: CheckName, host: string) =>
  cellsOf(verdict, name).find((cell) => cell.host === host)?.status;
const byId = (verdict: HistoryVerdict, name: CheckName) =>
  findingsOf(verdict).find(({ id }) => id === ids[name])!;

describe('a day against its history', () => {
  it('passes when nothing is wrong, and says how far off it is', async () => {
    const verdict = await judgeHistory(madeHistory(days));
    expect(verdict.flags).toEqual([]);
    expect(findingsOf(verdict).map(({ status }) => status)).toEqual([
      ...['pass', 'pass', 'pass', 'pass', 'pass'],
      ...['n/a', 'n/a', 'n/a'],
    ]);
    expect(byId(verdict, 'volume').message).toMatch(
      /^All 2 days and series hold; the furthest off: [ab]\.example\.com, 2026-02-23: .* rows, .* week over week\./,
    );
  });

  it('an outage of one host is an error of that host alone: no row is a zero', async () => {
    const verdict = await judgeHistory(madeHistory(days, since(today, { rows: 0 })));
    expect(statusOf(verdict, 'volume', hostA)).toBe('error');
    expect(statusOf(verdict, 'volume', hostB)).toBe('pass');
    expect(byId(verdict, 'volume')).toMatchObject({ status: 'error', observed: 0, unit: 'rows' });
    expect(byId(verdict, 'volume').message).toContain('a.example.com, 2026-02-23: No rows at all');
  });

  it('a signup collapse is an error of its host and of all, and not of the other', async () => {
    const verdict = await judgeHistory(madeHistory(days, since(today, { signups: 0.4 })));
    expect(statusOf(verdict, 'signups', hostA)).toBe('error');
    expect(statusOf(verdict, 'signups', '')).toBe('error');
    expect(statusOf(verdict, 'signups', hostB)).toBe('pass');
    expect(statusOf(verdict, 'volume', hostA)).toBe('pass');
  });

  it('a rise of a guardrail passes', async () => {
    const verdict = await judgeHistory(madeHistory(days, since(today, { signups: 2 })));
    expect(statusOf(verdict, 'signups', hostA)).toBe('pass');
  });

  it('a variant that hurts signups reads "do not ship", the control is not judged', async () => {
    const verdict = await judgeHistory(madeHistory(days, () => ({ signupsOfB: 0.4 })));
    const cells = cellsOf(verdict, 'variants');
    expect(new Set(cells.map(({ variant }) => variant))).toEqual(new Set(['form: B']));
    expect(cells[0]!.status).toBe('error');
    expect(cells[0]!.message).toMatch(/^Do not ship\. Signup conversion: /);
  });

  it('hours that are empty or shifted are told as such', async () => {
    const input = madeHistory(days);
    const counts = input.hours[today]!.counts;
    const withHours = (changed: number[]) => ({
      ...input,
      hours: [...input.hours.slice(0, -1), { ds: madeDay(today), counts: changed }],
    });
    const cut = await judgeHistory(withHours(counts.map((n, h) => (h >= 18 && h < 23 ? 0 : n))));
    expect(byId(cut, 'hours').status).toBe('error');
    expect(byId(cut, 'hours').message).toContain('18:00-23:00 are empty');
    const late = await judgeHistory(withHours(counts.map((_, h) => counts[(h + 16) % 24]!)));
    expect(byId(late, 'hours').status).toBe('error');
    expect(byId(late, 'hours').message).toContain('looks shifted by 8 h (later)');
  });
});

describe('what is due', () => {
  const outage = since(today, { rows: 0 });

  it('only warns on the first publication and on days more than a week old', async () => {
    const first = await judgeHistory({ ...madeHistory(days, outage), isFirstPublication: true });
    expect(statusOf(first, 'volume', hostA)).toBe('warn');
    const input = madeHistory(days + 8, (host, day) => (day === today ? outage(host, day) : {}));
    const old = await judgeHistory({ ...input, daysToTest: [madeDay(today)] });
    expect(statusOf(old, 'volume', hostA)).toBe('warn');
    expect(byId(old, 'volume').message).toContain('more than a week old');
  });

  it('an open day waits until it is closed, a cut one is never tested', async () => {
    const input = madeHistory(days, outage);
    const open = { ...input, lastEventAt: `${madeDay(today)}T22:59:59Z` };
    expect((await judgeHistory(open)).testedDays).toEqual([]);
    const cut = { ...input, partialDays: [madeDay(today)] };
    expect((await judgeHistory(cut)).testedDays).toEqual([]);
    const next = madeHistory(days + 1);
    const published = `${madeDay(today)}T20:00:00Z`;
    const verdict = await judgeHistory({ ...next, publishedLastEventAt: published });
    expect(verdict.testedDays).toEqual([madeDay(today), madeDay(days)]);
  });

  it('a day that no file brought is tested as zeros when the next one comes', async () => {
    const input = madeHistory(days, (_, day) => (day === today - 1 ? { rows: 0 } : {}));
    const verdict = await judgeHistory(input);
    expect(verdict.testedDays).toEqual([madeDay(today - 1), madeDay(today)]);
    expect(statusOf(verdict, 'volume', hostB)).toBe('error');
  });

  it('too little history is learning, never a pass', async () => {
    const verdict = await judgeHistory(madeHistory(3));
    // Variants are compared with their control on the same days: they need none.
    const others = findingsOf(verdict).filter(({ id }) => id !== checkIds.variants);
    expect(others.map(({ status }) => status)).not.toContain('pass');
    expect(byId(verdict, 'volume').status).toBe('learning');
  });

  it('a retired host is not tested; an annotated day only warns', async () => {
    const input = madeHistory(days, outage);
    const retiredHosts = [{ host: hostA, from: madeDay(today - 3) }];
    const retired = await judgeHistory({
      ...input,
      settings: { ...defaultQualitySettings, retiredHosts },
    });
    expect(statusOf(retired, 'volume', hostA)).toBeUndefined();
    const annotation = { id: '1', from: madeDay(today), to: madeDay(today), text: 'move' };
    const annotated = await judgeHistory({
      ...input,
      settings: { ...defaultQualitySettings, annotations: [{ ...annotation, kind: 'outage' }] },
    });
    expect(statusOf(annotated, 'volume', hostA)).toBe('warn');
  });

  it('limits are settable per check and host', async () => {
    const limits = [{ check: checkIds.volume, host: hostA, values: { warnZ: 1000, errorZ: 1000 } }];
    const input = madeHistory(days, () => ({}));
    const half = madeHistory(days, (_, day) => (day === today ? { rows: 0.5 } : {}));
    const settings = { ...input.settings, limits };
    const verdict = await judgeHistory({ ...half, settings });
    expect(statusOf(verdict, 'volume', hostA)).toBe('pass');
    expect(statusOf(verdict, 'volume', hostB)).not.toBe('pass');
  });
});

describe('a change of level', () => {
  const step = 42;
  const halved = since(step, { rows: 0.5 });
  const flag = (day: number): Flag => ({
    check: checkIds.volume,
    host: hostA,
    ds: madeDay(day),
    direction: 'down',
    status: 'error',
  });

  it('is offered as a new normal on its third day, and taken, ends the alarm', async () => {
    const third = { ...madeHistory(step + 3, halved), flags: [flag(step), flag(step + 1)] };
    const verdict = await judgeHistory(third);
    expect(verdict.offers).toEqual([
      { check: checkIds.volume, host: hostA, from: madeDay(step), direction: 'down', days: 3 },
    ]);
    const newNormals = [{ check: checkIds.volume, host: hostA, from: madeDay(step) }];
    const eighth = {
      ...madeHistory(step + 8, halved),
      flags: [flag(step), flag(step + 1), flag(step + 2)],
    };
    expect(statusOf(await judgeHistory(eighth), 'volume', hostA)).toBe('error');
    const taken = { ...eighth, settings: { ...defaultQualitySettings, newNormals } };
    const settled = await judgeHistory(taken);
    expect(statusOf(settled, 'volume', hostA)).toBe('pass');
    expect(settled.offers).toEqual([]);
  });

  it('left alone it alarms for fourteen days and no longer', async () => {
    const result = await backtest(madeHistory(step + 30, halved));
    const alarms = result.alarms.filter(({ check }) => check === checkIds.volume);
    expect(alarms.map(({ ds }) => ds)).toEqual(
      Array.from({ length: 14 }, (_, i) => madeDay(step + i)),
    );
    expect(result.checks[0]).toMatchObject({ check: checkIds.volume, flagged: 14, errors: 14 });
  });
});

describe('a decline that a person let pass', () => {
  it('holds again only when it is ten percent worse', async () => {
    const withToday = (signups: number) =>
      madeHistory(days, (host, day) => {
        if (host !== hostA || day < today - 1) return {};
        return { signups: day === today ? signups : 0.5 };
      });
    const input = withToday(0.55);
    const yesterday = await judgeHistory({ ...input, daysToTest: [madeDay(today - 1)] });
    const flags = flagsOf(yesterday, [], true);
    expect(flags.filter(({ overridden }) => overridden !== undefined).length).toBeGreaterThan(0);
    expect(statusOf(await judgeHistory(input), 'signups', hostA)).toBe('error');
    expect(statusOf(await judgeHistory({ ...input, flags }), 'signups', hostA)).toBe('warn');
    const worse = { ...withToday(0.25), flags };
    expect(statusOf(await judgeHistory(worse), 'signups', hostA)).toBe('error');
  });
});
