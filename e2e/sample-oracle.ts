import { generateSample } from '../src/core/sample/generate-sample.ts';
import type { SampleOptions } from '../src/core/sample/generate-sample.ts';
import { sampleFiles } from '../src/core/sample/sample-files.ts';
import type { SampleFileOptions } from '../src/core/sample/sample-files.ts';
import type { SampleEvent } from '../src/core/sample/sample-event.ts';
import { toCsvLine } from '../src/core/sample/to-csv-line.ts';

/** What the overview must show of some days, counted in plain TypeScript from the generator's own truth. */
export interface ExpectedMetrics {
  visitors: number;
  hits: number;
  visits: number;
  signups: number;
  logins: number;
  purchases: number;
  /** Visits of one page view without a goal, of all visits. */
  bounceRate: number;
  /** Seconds from the first to the last hit, on average. */
  visitDuration: number;
  /** Distinct visitors by host and day: `host day`. */
  byHostAndDay: Record<string, number>;
}

const dayOf = (event: SampleEvent): string => new Date(event.time).toISOString().slice(0, 10);
// The address parser of the URL standard writes IPv6 as RFC 5952 does.
const canonical = (ip: string): string =>
  ip.includes(':') ? new URL(`http://[${ip}]`).hostname : ip;
const visitorOf = (event: SampleEvent): string => `${canonical(event.ip)}|${event.userAgent}`;

/** The sample's records, without exact repeats: those of a CSV export are removed. */
export function sampleEvents(options: SampleOptions = {}): SampleEvent[] {
  const seen = new Set<string>();
  return [...generateSample(options)].filter((event) => {
    const line = toCsvLine(event);
    return !seen.has(line) && seen.add(line);
  });
}

/** Sample files as text; without options the files that the app makes for "Try it with sample data". */
export function sampleTexts(options: SampleFileOptions = {}): { name: string; bytes: string }[] {
  const files: { name: string; bytes: string }[] = [];
  for (const { name, chunks } of sampleFiles(options))
    files.push({ name, bytes: [...chunks].join('') });
  return files;
}

/** Distinct visitors, bots among them. */
export const visitorCount = (events: SampleEvent[]): number => new Set(events.map(visitorOf)).size;

/** Visits: a gap over 30 minutes between hits of a visitor starts a new one; a visit counts on the day of its start. */
export function visitsOf(hits: SampleEvent[]): SampleEvent[][] {
  const last = new Map<string, SampleEvent[]>();
  const visits: SampleEvent[][] = [];
  for (const event of hits) {
    const before = last.get(visitorOf(event));
    if (before !== undefined && event.time - before.at(-1)!.time <= 30 * 60_000) {
      before.push(event);
      continue;
    }
    const visit = [event];
    last.set(visitorOf(event), visit);
    visits.push(visit);
  }
  return visits;
}

const goals = new Set(['signup', 'login', 'purchase']);

function isBounce(visit: SampleEvent[]): boolean {
  const pages = visit.filter(({ eventName }) => eventName === 'page_view').length;
  return pages === 1 && visit.every(({ eventName }) => !goals.has(eventName));
}

function secondsOf(visit: SampleEvent[]): number {
  const second = (event: SampleEvent): number => Math.floor(event.time / 1000);
  return second(visit.at(-1)!) - second(visit[0]!);
}

/** Counts the people's hits from `from` to `to`, both days included. Bots by the generator's flag, not by their agents. */
export function expectedMetrics(events: SampleEvent[], from: string, to: string): ExpectedMetrics {
  const isIn = (event: SampleEvent): boolean => dayOf(event) >= from && dayOf(event) <= to;
  const people = events.filter((event) => !event.isBot).sort((a, b) => a.time - b.time);
  const hits = people.filter(isIn);
  const named = (name: string): number => hits.filter((event) => event.eventName === name).length;
  const visits = visitsOf(people).filter(([first]) => isIn(first!));
  const cells = new Map<string, Set<string>>();
  for (const event of hits) {
    const cell = `${event.host} ${dayOf(event)}`;
    cells.set(cell, (cells.get(cell) ?? new Set()).add(visitorOf(event)));
  }
  return {
    visitors: new Set(hits.map(visitorOf)).size,
    hits: hits.length,
    visits: visits.length,
    signups: named('signup'),
    logins: named('login'),
    purchases: named('purchase'),
    bounceRate: visits.filter(isBounce).length / visits.length,
    visitDuration: visits.reduce((sum, visit) => sum + secondsOf(visit), 0) / visits.length,
    byHostAndDay: Object.fromEntries([...cells].map(([cell, visitors]) => [cell, visitors.size])),
  };
}
