import { createRandom, mixSeeds, pickOne } from './random.ts';
import { dayMs } from './sample-calendar.ts';
import type { SampleDefect, SampleEvent } from './sample-event.ts';
import { type FaultSpan, type SampleFault, isWithin } from './sample-faults.ts';

type Events = Iterable<SampleEvent>;
type Fault = (events: Events, span: FaultSpan, seed: number) => Events;

function* badRows(events: Events, span: FaultSpan, seed: number): Generator<SampleEvent> {
  const random = createRandom(seed, 1);
  const defects: readonly SampleDefect[] = ['bad-time', 'cut-line', 'extra-field'];
  for (const event of events) {
    const hit = isWithin(event, span) && random() < 1 / 200;
    yield hit ? { ...event, defect: pickOne(random, defects) } : event;
  }
}

function* duplicates(events: Events, span: FaultSpan, seed: number): Generator<SampleEvent> {
  const random = createRandom(seed, 2);
  for (const event of events) {
    yield event;
    if (isWithin(event, span) && random() < 1 / 50) yield event;
  }
}

function* outage(events: Events, span: FaultSpan): Generator<SampleEvent> {
  for (const event of events) if (!isWithin(event, span)) yield event;
}

/** A failed signup leaves the person on the form: no account, so nothing that needs one. */
function loggedOut(event: SampleEvent): SampleEvent {
  const rest = { userId: null, email: '', plan: '', price: null };
  if (event.method === 'GET') return { ...event, ...rest };
  const eventName = event.eventName === '' ? '' : 'page_view';
  return { ...event, ...rest, eventName, method: 'GET', status: 200, bytes: 5_120 };
}

const failedShare = 0.6;

function failSignups(isHarmed: (event: SampleEvent) => boolean): Fault {
  return function* (events, span, seed) {
    const failed = new Set<string>();
    for (const event of events) {
      const isLate = isWithin(event, span) && !event.isBot;
      if (isLate && event.eventName === 'signup' && isHarmed(event)) {
        if (mixSeeds(seed, event.userId ?? 0) / 4294967296 < failedShare)
          failed.add(event.anonymousId);
      }
      yield isLate && failed.has(event.anonymousId) ? loggedOut(event) : event;
    }
  };
}

const eightHours = dayMs / 3;

function rolled(event: SampleEvent): SampleEvent {
  const intoDay = event.time % dayMs;
  return { ...event, time: event.time - intoDay + ((intoDay + eightHours) % dayMs) };
}

function* hourShift(events: Events, span: FaultSpan): Generator<SampleEvent> {
  const inOrder = (day: SampleEvent[]): SampleEvent[] => day.sort((a, b) => a.time - b.time);
  let held: SampleEvent[] = [];
  let until = -Infinity;
  for (const event of events) {
    if (event.time >= until) {
      yield* inOrder(held);
      held = [];
      until = event.time - (event.time % dayMs) + dayMs;
    }
    if (event.time < span.from || event.time >= span.to) yield event;
    else held.push(isWithin(event, span) ? rolled(event) : event);
  }
  yield* inOrder(held);
}

const isAroundNoon = ({ time }: SampleEvent): boolean =>
  time % dayMs >= dayMs / 2 && time % dayMs < (dayMs * 15) / 24;

function* missingHours(events: Events, span: FaultSpan): Generator<SampleEvent> {
  for (const event of events) if (!isWithin(event, span) || !isAroundNoon(event)) yield event;
}

function* unknownActions(events: Events, span: FaultSpan, seed: number): Generator<SampleEvent> {
  const random = createRandom(seed, 3);
  const names = ['card_hovered', 'beta_widget_opened', 'scrolled_to_end'];
  for (const event of events) {
    const isView = event.eventName === 'page_view' && !event.isBot;
    const hit = isView && isWithin(event, span) && random() < 1 / 100;
    yield hit ? { ...event, eventName: pickOne(random, names) } : event;
  }
}

function* malformedHosts(events: Events, span: FaultSpan, seed: number): Generator<SampleEvent> {
  const random = createRandom(seed, 4);
  const hosts = ['localhost', '198.18.0.7:8080', 'www..eczachly.com', 'eczachly', '-'];
  for (const event of events) {
    const hit = isWithin(event, span) && random() < 1 / 50;
    yield hit ? { ...event, host: pickOne(random, hosts) } : event;
  }
}

/** In this order, so that hosts are broken after sites were told apart, and repeats repeat what the others did. */
const faultOrder: readonly (readonly [SampleFault, Fault])[] = [
  ['signup-collapse', failSignups(() => true)],
  ['variant-harm', failSignups(({ variant }) => variant === 'treatment')],
  ['unknown-actions', unknownActions],
  ['outage', outage],
  ['missing-hours', missingHours],
  ['hour-shift', hourShift],
  ['malformed-hosts', malformedHosts],
  ['bad-rows', badRows],
  ['duplicates', duplicates],
];

/**
 * The same records with the faults asked for; records a fault does not name pass unchanged. A `level-change` is made where
 * records are generated and a `double-load` where files are written.
 */
export function applyFaults(events: Events, spans: readonly FaultSpan[], seed: number): Events {
  let faulty = events;
  for (const [name, apply] of faultOrder) {
    for (const span of spans) if (span.fault === name) faulty = apply(faulty, span, seed);
  }
  return faulty;
}
