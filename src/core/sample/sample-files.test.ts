import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { generateSample } from './generate-sample.ts';
import { type SampleFileOptions, sampleFiles } from './sample-files.ts';

function texts(options: SampleFileOptions): Map<string, string> {
  const files = new Map<string, string>();
  for (const file of sampleFiles(options)) files.set(file.name, [...file.chunks].join(''));
  return files;
}
const only = (options: SampleFileOptions): string =>
  [...texts({ ...options, split: 'none' }).values()].join('');

const rows = 6000;
const combined =
  /^(\S+):(\d+) (\S+) (\S+) (\S+) \[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$/;

describe('sample files', () => {
  it('makes five weekly CSV files, each with a header', () => {
    const files = texts({ rows });
    expect([...files.keys()]).toEqual([
      'events-2026-08-31.csv',
      'events-2026-09-07.csv',
      'events-2026-09-14.csv',
      'events-2026-09-21.csv',
      'events-2026-09-28.csv',
    ]);
    for (const text of files.values()) expect(text).toMatch(/^event_time,ip,user_agent,/);
    const lines = [...files.values()].reduce((sum, text) => sum + text.split('\n').length - 2, 0);
    expect(lines).toBe(rows);
  });

  it('makes a file a day whose lines are those of the whole', () => {
    const daily = texts({ rows, days: 9, format: 'ndjson', split: 'day' });
    expect(daily.size).toBe(9);
    expect([...daily.values()].join('')).toBe(only({ rows, days: 9, format: 'ndjson' }));
    for (const [name, text] of daily) {
      const dates = new Set(
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).event_time.slice(0, 10)),
      );
      expect([...dates]).toEqual([name.slice('events-'.length, -'.ndjson'.length)]);
    }
  });

  it('writes CSV that a strict parser reads back to the same values', () => {
    const records = parse(only({ rows }), { columns: true }) as Record<string, string>[];
    const events = [...generateSample({ rows })];
    expect(records).toHaveLength(rows);
    records.forEach((record, i) => {
      const event = events[i] as (typeof events)[number];
      expect(Date.parse(record.event_time as string)).toBe(event.time);
      expect(record).toMatchObject({
        ip: event.ip,
        user_agent: event.userAgent,
        url: event.url,
        referrer: event.referrer,
        user_id: event.userId === null ? '' : String(event.userId),
        event_name: event.eventName,
        price: event.price === null ? '' : String(event.price),
        email: event.email,
      });
    });
  });

  it('writes NDJSON with what belongs to a purchase nested', () => {
    const records = only({ rows: 40_000, format: 'ndjson' })
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const purchases = records.filter((record) => record.event_name === 'purchase');
    expect(purchases.length).toBeGreaterThan(5);
    for (const { properties } of purchases) {
      expect(properties).toEqual({ plan: expect.any(String), price: expect.any(Number) });
    }
  });

  it('writes log lines in the combined grammar, virtual host first', () => {
    const lines = only({ rows, format: 'log' }).trimEnd().split('\n');
    expect(lines).toHaveLength(rows);
    const requests = [...generateSample({ rows, shape: 'requests' })];
    lines.forEach((line, i) => {
      const found = combined.exec(line);
      const request = requests[i] as (typeof requests)[number];
      expect(found, line).not.toBeNull();
      expect(found?.slice(1, 4)).toEqual([request.host, '443', request.ip]);
      expect(found?.[7]).toMatch(/^(GET|HEAD|POST) \/\S* HTTP\/(1\.1|2\.0)$/);
      expect(found?.[11]).toBe(request.userAgent);
    });
    expect(lines[0]).toContain('[31/Aug/2026:00:');
  });

  it.each(['csv', 'ndjson', 'log'] as const)(
    'keeps a broken record to its own line (%s)',
    (format) => {
      const fine = new Set(only({ rows, format }).split('\n'));
      const lines = only({ rows, format, faults: ['bad-rows'] }).split('\n');
      const broken = lines.filter((line) => !fine.has(line));
      expect(lines).toHaveLength(rows + (format === 'csv' ? 2 : 1));
      expect(broken.length).toBeGreaterThan(10);
      expect(broken.length).toBeLessThan(60);
    },
  );

  it('gives chunks of a bounded size', () => {
    for (const file of sampleFiles({ rows })) {
      for (const chunk of file.chunks) expect(chunk.length).toBeLessThan(70_000);
    }
  });

  it('says so when a file is left unread', () => {
    expect(() => [...sampleFiles({ rows })]).toThrow(
      'sample file was not read to its end: events-2026-08-31.csv',
    );
  });
});
