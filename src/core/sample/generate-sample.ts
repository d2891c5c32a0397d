import { applyFaults } from './apply-faults.ts';
import { type Random, createRandom, hashText, mixSeeds } from './random.ts';
import { drawBotRequest, pickBot } from './sample-bots.ts';
import { dayMs, drawStart, parseDate, planQuotas, weekText } from './sample-calendar.ts';
import { drawAddress } from './sample-countries.ts';
import type { SampleEvent } from './sample-event.ts';
import {
  type FaultSpan,
  type PlantedFault,
  type SampleFault,
  placeFaults,
} from './sample-faults.ts';
import { sampleHosts } from './sample-hosts.ts';
import { pageBytes, pickLandingPage } from './sample-pages.ts';
import { type SamplePopulation, createPopulation } from './sample-population.ts';
import { type SampleStep, planBrowsing, planSession } from './sample-session.ts';
import { drawEntry } from './sample-sources.ts';
import { type TimelineContext, buildTimeline } from './sample-timeline.ts';
import { visitorOf } from './sample-visitor.ts';

export interface SampleOptions {
  /** Any text or number; the same seed gives the same bytes. Default `homegrown`. */
  seed?: string | number;
  /** Records before faults; exactly so many. Default 60,000. */
  rows?: number;
  /** Whole UTC days. Default 35: five weeks. */
  days?: number;
  /** Last day, `YYYY-MM-DD`. Default 2026-10-04, a Sunday. */
  endDate?: string;
  /** requests: as a web server logs them (POSTs, files, 404s); events (default): as a tracker exports them. */
  shape?: 'events' | 'requests';
  /** Chance that a visit of somebody without an account signs up. Default 0.028 and 0.022, by site. */
  signupRate?: number;
  /** Chance that somebody who signs up buys at once, at most 0.75. Default 0.068. */
  purchaseRate?: number;
  /** Name of the experiment on the first site; '' for none. Default `signup-form`. */
  experiment?: string;
  /** Gives each record a request id. A `double-load` needs them, so it brings them. */
  requestIds?: boolean;
  /** By name, on their usual days, or planted on days of one's choice. */
  faults?: readonly (SampleFault | PlantedFault)[];
}

const botShare = 0.125;

interface Run {
  random: Random;
  seed: number;
  shape: 'events' | 'requests';
  options: SampleOptions;
  firstDay: number;
  endTime: number;
  population: SamplePopulation;
  quotas: number[][];
  /** Per host: records of visits that go on after midnight. */
  carried: SampleEvent[][];
}

/** The first millisecond of the first day. */
function firstSampleDay({ endDate = '2026-10-04', days = 35 }: SampleOptions): number {
  return parseDate(endDate) - (days - 1) * dayMs;
}

/** More or fewer records from a day on: the days before stay as they are, to the record. */
function changeLevels(quotas: number[][], spans: readonly FaultSpan[], firstDay: number): void {
  for (const { host, from, to, factor } of spans.filter((s) => s.fault === 'level-change')) {
    quotas.forEach((ofHost, index) => {
      if (host !== '' && sampleHosts[index]!.name !== host) return;
      for (let day = (from - firstDay) / dayMs; day < (to - firstDay) / dayMs; day++) {
        ofHost[day] = Math.round(ofHost[day]! * factor);
      }
    });
  }
}

function openRun(options: SampleOptions, spans: readonly FaultSpan[]): Run {
  const { rows = 60_000, days = 35, shape = 'events' } = options;
  const seed = hashText(String(options.seed ?? 'homegrown'));
  const random = createRandom(seed, 0x5eed);
  const firstDay = firstSampleDay(options);
  const shares = sampleHosts.map((host) => host.share);
  const knownBefore = shares.map((share) =>
    Math.round((share * rows) / (shape === 'events' ? 24 : 60)),
  );
  const quotas = planQuotas(random, rows, firstDay, days, shares);
  changeLevels(quotas, spans, firstDay);
  return {
    random,
    seed,
    shape,
    options,
    firstDay,
    endTime: firstDay + days * dayMs,
    // Where many sign up, many did so before the first day: else the rate would fall from a height.
    population: createPopulation(seed, knownBefore, options.signupRate),
    quotas,
    carried: shares.map(() => []),
  };
}

function botEvent(run: Run, host: string, dayStart: number): SampleEvent {
  const { random } = run;
  const bot = pickBot(random);
  const request = drawBotRequest(random, bot, run.shape === 'events');
  // A monitor keeps time to the minute; the others come at all hours alike.
  const moment = Math.floor(random() * 1440) * 60_000;
  return {
    time: dayStart + moment + (bot.habit === 'monitor' ? 2_000 : Math.floor(random() * 60_000)),
    host,
    ip: bot.address(random),
    userAgent: bot.agent,
    method: request.method,
    url: request.url,
    status: request.status,
    bytes: request.method === 'HEAD' || request.status === 304 ? 0 : pageBytes(request.url, 0),
    referrer: '',
    userId: null,
    anonymousId: '',
    eventName: run.shape === 'events' ? 'page_view' : '',
    plan: '',
    price: null,
    experiment: '',
    variant: '',
    release: '',
    email: '',
    country: bot.country,
    isBot: true,
    defect: null,
  };
}

function drawVisit(run: Run, hostIndex: number, dayStart: number) {
  const { random, population, seed, options } = run;
  const host = sampleHosts[hostIndex] as (typeof sampleHosts)[number];
  const drawn = population.draw(random, hostIndex);
  const visitor = visitorOf(seed, drawn.key);
  const start = drawStart(random, dayStart, visitor.offsetMinutes);
  const account = population.accountOf(visitor.key, start);
  const moved = visitor.isPhone && random() < 0.08;
  const context: TimelineContext = {
    visitor,
    host: host.name,
    ip: moved ? drawAddress(random, visitor.country) : visitor.ip,
    start,
    entry: drawEntry(random, drawn.returning, weekText(start)),
    returning: drawn.returning,
    shape: run.shape,
    experiment: hostIndex === 0 ? (options.experiment ?? 'signup-form') : '',
    release: `web-${weekText(start)}`,
  };
  const steps = planSession(random, {
    hasAccount: account !== undefined,
    purchases: account?.purchases ?? 0,
    signupRate: population.isStranger(visitor.key) ? (options.signupRate ?? host.signupRate) : 0,
    purchaseRate: options.purchaseRate,
  });
  return { context, steps };
}

function remember(
  run: Run,
  key: number,
  steps: readonly SampleStep[],
  events: SampleEvent[],
): void {
  for (const step of steps) {
    if (step.eventName !== 'signup' && step.eventName !== 'purchase') continue;
    const at = events.find(
      (event) => event.method === 'POST' && event.eventName === step.eventName,
    );
    if (at) run.population.remember(key, step.eventName, at.time);
  }
}

function visitEvents(run: Run, hostIndex: number, dayStart: number, room: number): SampleEvent[] {
  const { random } = run;
  const { context, steps } = drawVisit(run, hostIndex, dayStart);
  const inTime = (event: SampleEvent): boolean => event.time < run.endTime;
  const events = buildTimeline(random, context, steps).filter(inTime);
  if (events.length <= room) {
    remember(run, context.visitor.key, steps, events);
    return events;
  }
  // The day's last visit must fit: one that only reads can be cut anywhere.
  const reading = planBrowsing(random, pickLandingPage(random));
  return buildTimeline(random, context, reading).filter(inTime).slice(0, room);
}

function hostDay(run: Run, hostIndex: number, day: number): SampleEvent[] {
  const host = sampleHosts[hostIndex] as (typeof sampleHosts)[number];
  const dayStart = run.firstDay + day * dayMs;
  const quota = (run.quotas[hostIndex] as number[])[day] as number;
  const events = (run.carried[hostIndex] as SampleEvent[]).slice(0, quota);
  const bots = Math.min(Math.round(quota * botShare), quota - events.length);
  for (let i = 0; i < bots; i++) events.push(botEvent(run, host.name, dayStart));
  const later: SampleEvent[] = [];
  let count = events.length;
  while (count < quota) {
    for (const event of visitEvents(run, hostIndex, dayStart, quota - count)) {
      const isToday = event.time < dayStart + dayMs;
      (isToday ? events : later).push(event);
      if (isToday) count++;
    }
  }
  run.carried[hostIndex] = later.sort((a, b) => a.time - b.time);
  return events;
}

function* generateDays(run: Run, days: number): Generator<SampleEvent> {
  for (let day = 0; day < days; day++) {
    const events = sampleHosts.flatMap((_, host) => hostDay(run, host, day));
    events.sort((a, b) => a.time - b.time);
    yield* events;
  }
}

function* withRequestIds(events: Iterable<SampleEvent>): Generator<SampleEvent> {
  let count = 0;
  for (const event of events) yield { ...event, requestId: `req-${(count++).toString(36)}` };
}

/** Whether records get request ids: asked for, or needed by a `double-load`. */
export function hasRequestIds(options: SampleOptions): boolean {
  return options.requestIds === true || faultSpans(options).some((s) => s.fault === 'double-load');
}

/** When the faults of these options show. @throws RangeError for a day or a site that the sample has not. */
export function faultSpans(options: SampleOptions): FaultSpan[] {
  return placeFaults(options.faults ?? [], firstSampleDay(options), options.days ?? 35);
}

/**
 * Seeded raw events of the two sites, in order of time. Memory holds one day, never the whole.
 * The same options give the same events everywhere; faults change only the records they name.
 * @throws RangeError when `endDate` is not a date, or for a fault's day or site that the sample has not.
 */
export function generateSample(options: SampleOptions = {}): Iterable<SampleEvent> {
  const spans = faultSpans(options);
  const events = generateDays(openRun(options, spans), (options.days ?? 35) | 0);
  const seed = mixSeeds(hashText(String(options.seed ?? 'homegrown')), 0xfa17);
  return applyFaults(hasRequestIds(options) ? withRequestIds(events) : events, spans, seed);
}
