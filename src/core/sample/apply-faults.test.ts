import { describe, expect, it } from 'vitest';
import { type SampleOptions, generateSample } from './generate-sample.ts';
import type { SampleEvent } from './sample-event.ts';
import { type SampleFault, sampleFaults } from './sample-faults.ts';

const sample = (faults: SampleFault[], options: SampleOptions = {}): SampleEvent[] => [
  ...generateSample({ rows: 20_000, faults, ...options }),
];
const clean = sample([]);
const dayOf = (event: SampleEvent): string => new Date(event.time).toISOString().slice(0, 10);
const hourOf = (event: SampleEvent): number => new Date(event.time).getUTCHours();
const key = (event: SampleEvent): string => JSON.stringify(event);

describe('faults on request', () => {
  it('bad-rows: breaks one record in 200, in three ways, and touches no other', () => {
    const faulty = sample(['bad-rows']);
    const broken = faulty.filter((event) => event.defect !== null);
    expect(broken.length / faulty.length).toBeCloseTo(1 / 200, 3);
    expect(new Set(broken.map((event) => event.defect)).size).toBe(3);
    expect(faulty.map((event) => key({ ...event, defect: null }))).toEqual(clean.map(key));
  });

  it('duplicates: repeats one record in 50, next to the first', () => {
    const faulty = sample(['duplicates']);
    const repeats = faulty.filter((event, i) => i > 0 && event === faulty[i - 1]);
    expect(repeats.length / clean.length).toBeCloseTo(1 / 50, 2);
    expect(faulty.length).toBe(clean.length + repeats.length);
  });

  it('outage: one host is silent on the fifth day from the end, nothing else is lost', () => {
    const faulty = sample(['outage']);
    const lost = (event: SampleEvent) =>
      event.host === 'www.eczachly.com' && dayOf(event) === '2026-09-30';
    expect(faulty.filter(lost)).toHaveLength(0);
    expect(faulty.map(key)).toEqual(clean.filter((event) => !lost(event)).map(key));
  });

  it('signup-collapse: three of five signups of the last week fail, and their purchases with them', () => {
    const faulty = sample(['signup-collapse'], { rows: 90_000 });
    const before = sample([], { rows: 90_000 });
    const inWeek = (name: string) => (event: SampleEvent) =>
      event.eventName === name && dayOf(event) >= '2026-09-28';
    const ratio = faulty.filter(inWeek('signup')).length / before.filter(inWeek('signup')).length;
    expect(ratio).toBeGreaterThan(0.3);
    expect(ratio).toBeLessThan(0.5);
    expect(faulty.length).toBe(before.length);
    const earlier = (event: SampleEvent) => dayOf(event) < '2026-09-28';
    expect(faulty.filter(earlier).map(key)).toEqual(before.filter(earlier).map(key));
  });

  it('hour-shift: the last day rolled by eight hours, still in order', () => {
    const faulty = sample(['hour-shift']);
    const hours = (events: SampleEvent[]) =>
      Array.from(
        { length: 24 },
        (_, h) => events.filter((e) => dayOf(e) === '2026-10-04' && hourOf(e) === h).length,
      );
    const before = hours(clean);
    expect(hours(faulty)).toEqual(before.map((_, h) => before[(h + 16) % 24]));
    expect(faulty.every((e, i) => i === 0 || e.time >= (faulty[i - 1] as SampleEvent).time)).toBe(
      true,
    );
  });

  it('missing-hours: the day before the last lacks 12:00 to 15:00', () => {
    const faulty = sample(['missing-hours']);
    const gap = (e: SampleEvent) => dayOf(e) === '2026-10-03' && hourOf(e) >= 12 && hourOf(e) < 15;
    expect(clean.filter(gap).length).toBeGreaterThan(25);
    expect(faulty.map(key)).toEqual(clean.filter((event) => !gap(event)).map(key));
  });

  it('unknown-actions: one in 100 human events has an unknown name', () => {
    const known = new Set(clean.map((event) => event.eventName));
    const faulty = sample(['unknown-actions']);
    const unknown = faulty.filter((event) => !known.has(event.eventName));
    expect(unknown.length / faulty.length).toBeGreaterThan(0.006);
    expect(unknown.length / faulty.length).toBeLessThan(0.012);
    expect(unknown.some((event) => event.isBot)).toBe(false);
  });

  it('malformed-hosts: one in 50 is not a host name', () => {
    const faulty = sample(['malformed-hosts']);
    const bad = faulty.filter((event) => !/^www\.[a-z]+\.[a-z]+$/.test(event.host));
    expect(bad.length / faulty.length).toBeCloseTo(1 / 50, 2);
  });

  it('all at once: any number of days, down to one', () => {
    const all = Object.keys(sampleFaults) as SampleFault[];
    for (const days of [1, 2, 35])
      expect(sample(all, { rows: 2000, days }).length).toBeGreaterThan(0);
  });
});
