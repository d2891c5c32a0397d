import { describe, expect, it } from 'vitest';
import { type SampleOptions, generateSample } from './generate-sample.ts';
import { parseFault } from './parse-fault.ts';
import { dateText } from './sample-calendar.ts';
import type { SampleEvent } from './sample-event.ts';
import type { PlantedFault } from './sample-faults.ts';
import { type SampleFileOptions, sampleFiles } from './sample-files.ts';

const site = 'www.eczachly.com';
const otherSite = 'www.zachwilson.tech';
const planted = '2026-09-17';
const options: SampleOptions = { rows: 35 * 600, signupRate: 0.5, purchaseRate: 0.4 };

const sample = (...faults: PlantedFault[]): SampleEvent[] => [
  ...generateSample({ ...options, faults }),
];
const clean = sample();
const dayOf = ({ time }: SampleEvent): string => dateText(time);
const hourOf = ({ time }: SampleEvent): number => new Date(time).getUTCHours();
const isHit = (event: SampleEvent): boolean => dayOf(event) === planted && event.host === site;
const isMiss = (event: SampleEvent): boolean => !isHit(event);
const texts = (events: SampleEvent[]): string[] => events.map((event) => JSON.stringify(event));
const count = (events: SampleEvent[], name: string, variant?: string): number =>
  events.filter((e) => e.eventName === name && (variant ?? e.variant) === e.variant).length;

/** Plants a fault on one site and day, sees all else untouched, and returns that site's day with it and without. */
function plantOnOneSite(fault: PlantedFault['fault']): [faulty: SampleEvent[], was: SampleEvent[]] {
  const faulty = sample({ fault, day: planted, host: site });
  const isElse = (event: SampleEvent): boolean =>
    dayOf(event) !== planted || event.host === otherSite;
  expect(texts(faulty.filter(isElse))).toEqual(texts(clean.filter(isMiss)));
  return [faulty.filter((event) => !isElse(event)), clean.filter(isHit)];
}

describe('a fault on one day of one site', () => {
  it('outage: no records', () => {
    const [faulty, was] = plantOnOneSite('outage');
    expect([faulty.length, was.length > 300]).toEqual([0, true]);
  });

  it('missing-hours: nothing from 12:00 to 15:00, the rest as it was', () => {
    const [faulty, was] = plantOnOneSite('missing-hours');
    const kept = was.filter((event) => hourOf(event) < 12 || hourOf(event) >= 15);
    expect(texts(faulty)).toEqual(texts(kept));
    expect(was.length - kept.length).toBeGreaterThan(30);
  });

  it('hour-shift: the same records, each eight hours on', () => {
    const [faulty, was] = plantOnOneSite('hour-shift');
    const eight = 8 * 3_600_000;
    const start = Date.parse(planted);
    const back = faulty
      .map((event) => ({
        ...event,
        time: start + ((event.time - start + 2 * eight) % (3 * eight)),
      }))
      .sort((a, b) => a.time - b.time);
    expect(texts(back).sort()).toEqual(texts(was).sort());
    expect(texts(faulty)).not.toEqual(texts(was));
  });

  it('unknown-actions: more than one in 1,000 records has another name, and nothing else', () => {
    const [faulty, was] = plantOnOneSite('unknown-actions');
    const renamed = faulty.filter(({ eventName }, i) => eventName !== was[i]!.eventName);
    expect(renamed.length / was.length).toBeGreaterThan(0.001);
    const restored = faulty.map((event, i) => ({ ...event, eventName: was[i]!.eventName }));
    expect(texts(restored)).toEqual(texts(was));
  });

  it('malformed-hosts: more than one in 100 records has another host, and nothing else', () => {
    const [faulty, was] = plantOnOneSite('malformed-hosts');
    const renamed = faulty.filter(({ host }) => host !== site);
    expect(renamed.length / was.length).toBeGreaterThan(0.01);
    expect(texts(faulty.map((event) => ({ ...event, host: site })))).toEqual(texts(was));
  });

  it('signup-collapse: about 60 % fewer signups in as many records, no purchase of those who failed', () => {
    const faulty = sample({ fault: 'signup-collapse', day: planted, days: 7 });
    const inWeek = (e: SampleEvent): boolean => dayOf(e) >= planted && dayOf(e) <= '2026-09-23';
    const isElse = (e: SampleEvent): boolean => !inWeek(e);
    expect(texts(faulty.filter(isElse))).toEqual(texts(clean.filter(isElse)));
    expect(faulty).toHaveLength(clean.length);
    const [now, was] = [faulty.filter(inWeek), clean.filter(inWeek)];
    const ratio = count(now, 'signup') / count(was, 'signup');
    expect(ratio).toBeGreaterThan(0.3);
    expect(ratio).toBeLessThan(0.5);
    expect(count(now, 'purchase') / count(was, 'purchase')).toBeLessThan(0.7);
  });

  it('variant-harm: the treatment loses about 60 % of its signups, the control none', () => {
    const faulty = sample({ fault: 'variant-harm', day: planted, days: 7, host: site });
    const inWeek = (e: SampleEvent): boolean => dayOf(e) >= planted && dayOf(e) <= '2026-09-23';
    const isElse = (e: SampleEvent): boolean => !inWeek(e) || e.variant !== 'treatment';
    expect(texts(faulty.filter(isElse))).toEqual(texts(clean.filter(isElse)));
    expect(faulty).toHaveLength(clean.length);
    const ratio =
      count(faulty.filter(inWeek), 'signup', 'treatment') /
      count(clean.filter(inWeek), 'signup', 'treatment');
    expect(ratio).toBeGreaterThan(0.25);
    expect(ratio).toBeLessThan(0.55);
  });

  it.each([1.6, 0.5])('level-change: %d times the records from that day on, for good', (factor) => {
    const faulty = sample({ fault: 'level-change', day: planted, host: site, factor });
    const before = (event: SampleEvent): boolean => dayOf(event) < planted;
    expect(texts(faulty.filter(before))).toEqual(texts(clean.filter(before)));
    const perDay = (events: SampleEvent[], host: string): Record<string, number> => {
      const counts: Record<string, number> = {};
      for (const event of events)
        if (event.host === host) counts[dayOf(event)] = (counts[dayOf(event)] ?? 0) + 1;
      return counts;
    };
    expect(perDay(faulty, otherSite)).toEqual(perDay(clean, otherSite));
    const changed = Object.entries(perDay(clean, site)).map(([day, n]) => [
      day,
      day < planted ? n : Math.round(n * factor),
    ]);
    expect(perDay(faulty, site)).toEqual(Object.fromEntries(changed));
  });
});

describe('double-load', () => {
  const read = (asked: SampleFileOptions): Map<string, string> => {
    const found = new Map<string, string>();
    for (const { name, chunks } of sampleFiles(asked)) found.set(name, [...chunks].join(''));
    return found;
  };
  const asked: SampleFileOptions = { rows: 3000, days: 10, split: 'day' };
  const day = '2026-09-29';
  const fault: PlantedFault = { fault: 'double-load', day };
  const withoutId = (line: string): string =>
    line.replace(/,?"?(request_id"?:)?"?req-[\w-]+"?/, '');

  it.each(['csv', 'ndjson', 'log'] as const)(
    'brings the day again in a file of its own, each record under a new request id (%s)',
    (format) => {
      const before = read({ ...asked, format, requestIds: true });
      const after = read({ ...asked, format, faults: [fault] });
      const names = [...after.keys()];
      const [again, first] = ['-again', ''].map((end) =>
        names.find((name) => name.includes(`${day}${end}.`)),
      ) as [string, string];
      const place = names.indexOf(first) + 1;
      expect(names).toEqual([...before.keys()].toSpliced(place, 0, again));
      for (const [name, text] of before) expect(after.get(name)).toBe(text);
      const [one, two] = [first, again].map((name) => after.get(name)!.trimEnd().split('\n'));
      expect(two!.map(withoutId)).toEqual(one!.map(withoutId));
      const records = format === 'csv' ? two!.slice(1) : two!;
      expect(records.filter((line) => one!.includes(line))).toEqual([]);
    },
  );

  it('brings only the site it is planted on, and works for files of a week too', () => {
    const weekly = read({ ...asked, split: 'week', faults: [{ ...fault, host: otherSite }] });
    const again = weekly.get(`events-${day}-again.csv`)!;
    expect(
      again
        .trimEnd()
        .split('\n')
        .slice(1)
        .every((line) => line.includes(otherSite)),
    ).toBe(true);
    expect(weekly.size).toBe(3);
  });

  it('gives each record another id', () => {
    const events = [...generateSample({ rows: 2000, requestIds: true })];
    expect(new Set(events.map(({ requestId }) => requestId)).size).toBe(2000);
  });
});

describe('rates and experiments on request', () => {
  const perDay = (events: SampleEvent[], name: string): number => count(events, name) / 28;

  it('brings a hundred conversions a day and more, at a rate that keeps', () => {
    const asked = { rows: 56 * 3000, days: 56, signupRate: 0.5, purchaseRate: 0.4 };
    const events = [...generateSample(asked)];
    const middle = events[events.length >> 1]!.time;
    const [early, late] = [true, false].map((is) => events.filter((e) => e.time < middle === is));
    for (const part of [early!, late!]) {
      expect(perDay(part, 'signup') + perDay(part, 'purchase')).toBeGreaterThan(100);
      expect(count(part, 'purchase') / count(part, 'signup')).toBeGreaterThan(0.33);
    }
    const rate = (part: SampleEvent[]): number =>
      count(part, 'signup') / part.filter(({ isBot }) => !isBot).length;
    expect(rate(late!) / rate(early!)).toBeGreaterThan(0.85);
  });

  it('names the experiment, or has none', () => {
    const named = (experiment: string): string[] => [
      ...new Set(
        [...generateSample({ rows: 500, experiment })].map((e) => `${e.experiment}:${e.variant}`),
      ),
    ];
    expect(named('').sort()).toEqual([':']);
    expect(named('price').sort()).toEqual([':', 'price:control', 'price:treatment']);
  });
});

describe('what cannot be planted', () => {
  it.each([
    [{ fault: 'outage', day: '2026-10-05' }, 'no such day in the sample: outage on 2026-10-05'],
    [{ fault: 'outage', day: '2026-08-30' }, 'no such day in the sample: outage on 2026-08-30'],
    [{ fault: 'outage', day: '2026-02-30' }, 'not a date: 2026-02-30'],
    [{ fault: 'outage', day: planted, host: 'a.b' }, 'no such site in the sample: a.b'],
  ] as [PlantedFault, string][])('%j', (fault, message) => {
    expect(() => sample(fault)).toThrow(new RangeError(message));
  });
});

describe('parseFault', () => {
  it('reads a name, or a name with its day and more', () => {
    expect(parseFault('outage')).toBe('outage');
    expect(parseFault(`level-change,day=${planted},days=3,host=${site},factor=0.5`)).toEqual({
      fault: 'level-change',
      day: planted,
      days: 3,
      host: site,
      factor: 0.5,
    });
  });

  it.each([
    ['gremlins', 'unknown fault: gremlins'],
    ['outage,host=x', 'a fault with settings needs its day: outage,host=x'],
    ['outage,day=soon', 'not a date: soon'],
    ['outage,when=now', 'not a setting of a fault: when=now'],
    [`outage,day=${planted},days=1.5`, 'not a count of days: days=1.5'],
    [`level-change,day=${planted},factor=0`, 'not a number above 0: factor=0'],
  ])('%s: %s', (text, message) => {
    expect(() => parseFault(text)).toThrow(new RangeError(message));
  });
});
