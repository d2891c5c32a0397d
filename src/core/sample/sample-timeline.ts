import { type Random, integerBetween } from './random.ts';
import type { SampleEvent } from './sample-event.ts';
import { pageAssets, pageBytes, pickImage } from './sample-pages.ts';
import type { SampleStep } from './sample-session.ts';
import type { SampleEntry } from './sample-sources.ts';
import type { SampleVisitor } from './sample-visitor.ts';

export interface TimelineContext {
  visitor: SampleVisitor;
  host: string;
  ip: string;
  start: number;
  entry: SampleEntry;
  returning: boolean;
  /** requests: as a server logs them, files and failures too; events: as a tracker exports them. */
  shape: 'events' | 'requests';
  experiment: string;
  release: string;
}

function dwell(random: Random, kind: SampleStep['kind']): number {
  const u = random();
  const rare = u * u * u * u * u * u;
  // Few people leave a tab open for long; nobody for half an hour.
  const seconds = kind === 'page' ? 4 + 190 * u * u + 1100 * rare * rare : 3 + 40 * u * u;
  return Math.floor(seconds * 1000);
}

function blankEvent(context: TimelineContext, time: number): SampleEvent {
  const { visitor, shape } = context;
  return {
    time,
    host: context.host,
    ip: context.ip,
    userAgent: visitor.userAgent,
    method: 'GET',
    url: '/',
    status: 200,
    bytes: 0,
    referrer: '',
    userId: null,
    anonymousId: visitor.anonymousId,
    eventName: shape === 'events' ? 'page_view' : '',
    plan: '',
    price: null,
    experiment: context.experiment,
    variant: context.experiment ? visitor.variant : '',
    release: context.release,
    email: '',
    country: visitor.country.code,
    isBot: false,
    defect: null,
  };
}

function stepEvent(context: TimelineContext, item: SampleStep, time: number): SampleEvent {
  const { visitor } = context;
  const event = blankEvent(context, time);
  event.method = item.method;
  event.url = item.url;
  event.status = item.status;
  event.bytes = item.method === 'GET' ? pageBytes(item.url, visitor.encoding) : 0;
  event.eventName = item.eventName;
  if (item.loggedIn) event.userId = visitor.userId;
  if (item.eventName === 'signup' || item.eventName === 'login') event.email = visitor.email;
  if (item.plan) {
    event.plan = item.plan.plan;
    if (item.eventName === 'purchase') event.price = item.plan.price;
  }
  return event;
}

function assetEvent(
  context: TimelineContext,
  url: string,
  time: number,
  [referrer, status]: readonly [string, number],
): SampleEvent {
  const event = blankEvent(context, time);
  event.url = url;
  event.status = status;
  event.bytes = status === 304 ? 0 : pageBytes(url, 0);
  event.referrer = referrer;
  return event;
}

function assetEvents(
  random: Random,
  context: TimelineContext,
  time: number,
  [pageAddress, isFirst]: readonly [string, boolean],
): SampleEvent[] {
  if (!isFirst) {
    if (random() >= 0.55) return [];
    const at = time + integerBetween(random, 80, 900);
    return [assetEvent(context, pickImage(random), at, [pageAddress, 200])];
  }
  const status = context.returning && random() < 0.6 ? 304 : 200;
  const count = context.returning ? integerBetween(random, 1, 3) : pageAssets.length;
  let at = time;
  return pageAssets.slice(0, count).map((url) => {
    at += integerBetween(random, 20, 240);
    return assetEvent(context, url, at, [pageAddress, status]);
  });
}

/** Turns what a person does into records with times, referrers and, in a log, the files each page needs. */
export function buildTimeline(
  random: Random,
  context: TimelineContext,
  steps: readonly SampleStep[],
): SampleEvent[] {
  const asRequests = context.shape === 'requests';
  const events: SampleEvent[] = [];
  let time = context.start;
  let pageUrl = '';
  let referrer = context.entry.referrer;
  for (const item of steps) {
    const isFirst = pageUrl === '';
    if (!isFirst) time += dwell(random, item.kind);
    if (item.kind === 'unseen' && !asRequests) continue;
    const event = stepEvent(context, item, time);
    if (isFirst) event.url += context.entry.query;
    // A tracker reports an action on the page where it happens, a server under its own address.
    if (!asRequests && item.kind === 'action') event.url = pageUrl;
    event.referrer = referrer;
    events.push(event);
    if (item.kind !== 'page') continue;
    pageUrl = event.url;
    referrer = `https://${context.host}${pageUrl}`;
    if (asRequests) events.push(...assetEvents(random, context, time, [referrer, isFirst]));
  }
  return events;
}
