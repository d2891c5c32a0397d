import { createRandom, mixSeeds, pickOne } from './random.ts';
import { dayMs } from './sample-calendar.ts';
import type { SampleDefect, SampleEvent } from './sample-event.ts';

/** Faults of real exports, each with what it does; all of them can be combined. */
export const sampleFaults = {
  'bad-rows':
    'one record in 200 is broken: an impossible time, a line cut short or too many fields',
  duplicates: 'one record in 50 stands twice, exactly',
  outage: 'www.eczachly.com has no records on the fifth day from the end',
  'signup-collapse': 'in the last seven days four of five signups fail, and what would follow them',
  'double-load':
    'every record of the third day from the end stands twice (an import removes exact repeats of exports, but not of logs)',
  'hour-shift': 'on the last day all times are eight hours late, wrapping at midnight',
  'missing-hours': 'the day before the last has no records from 12:00 to 18:00',
  'unknown-actions': 'one human event in 100 has a name that no rule knows (event formats only)',
  'malformed-hosts':
    'one record in 50 has a host that is none: an address, a bare word, a doubled dot',
} as const;

export type SampleFault = keyof typeof sampleFaults;

interface FaultPlan {
  faults: readonly SampleFault[];
  seed: number;
  firstDay: number;
  days: number;
}

type Events = Iterable<SampleEvent>;
type Fault = (events: Events, plan: FaultPlan) => Events;

/** First millisecond of a day counted from the end: 1 is the last. */
const dayFromEnd = (plan: FaultPlan, back: number): number =>
  plan.firstDay + Math.max(0, plan.days - back) * dayMs;

const isOn = (event: SampleEvent, dayStart: number): boolean =>
  event.time >= dayStart && event.time < dayStart + dayMs;

function* badRows(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const random = createRandom(plan.seed, 1);
  const defects: readonly SampleDefect[] = ['bad-time', 'cut-line', 'extra-field'];
  for (const event of events) {
    yield random() < 1 / 200 ? { ...event, defect: pickOne(random, defects) } : event;
  }
}

function* duplicates(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const random = createRandom(plan.seed, 2);
  for (const event of events) {
    yield event;
    if (random() < 1 / 50) yield event;
  }
}

function* outage(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const day = dayFromEnd(plan, 5);
  for (const event of events) {
    if (event.host !== 'www.eczachly.com' || !isOn(event, day)) yield event;
  }
}

/** A failed signup leaves the person on the form: no account, so nothing that needs one. */
function loggedOut(event: SampleEvent): SampleEvent {
  const rest = { userId: null, email: '', plan: '', price: null };
  if (event.method === 'GET') return { ...event, ...rest };
  const eventName = event.eventName === '' ? '' : 'page_view';
  return { ...event, ...rest, eventName, method: 'GET', status: 200, bytes: 5_120 };
}

function* signupCollapse(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const from = dayFromEnd(plan, 7);
  const failed = new Set<string>();
  for (const event of events) {
    const isLate = event.time >= from && !event.isBot;
    if (isLate && event.eventName === 'signup') {
      if (mixSeeds(plan.seed, event.userId ?? 0) / 4294967296 < 0.8) failed.add(event.anonymousId);
    }
    yield isLate && failed.has(event.anonymousId) ? loggedOut(event) : event;
  }
}

function* doubleLoad(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const day = dayFromEnd(plan, 3);
  for (const event of events) {
    yield event;
    if (isOn(event, day)) yield event;
  }
}

function* hourShift(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const day = dayFromEnd(plan, 1);
  const shifted: SampleEvent[] = [];
  for (const event of events) {
    if (event.time < day) yield event;
    else shifted.push({ ...event, time: day + ((event.time - day + dayMs / 3) % dayMs) });
  }
  yield* shifted.sort((a, b) => a.time - b.time);
}

function* missingHours(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const noon = dayFromEnd(plan, 2) + dayMs / 2;
  for (const event of events) {
    if (event.time < noon || event.time >= noon + dayMs / 4) yield event;
  }
}

function* unknownActions(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const random = createRandom(plan.seed, 3);
  const names = ['card_hovered', 'beta_widget_opened', 'scrolled_to_end'];
  for (const event of events) {
    const hit = event.eventName === 'page_view' && !event.isBot && random() < 1 / 100;
    yield hit ? { ...event, eventName: pickOne(random, names) } : event;
  }
}

function* malformedHosts(events: Events, plan: FaultPlan): Generator<SampleEvent> {
  const random = createRandom(plan.seed, 4);
  const hosts = ['localhost', '198.18.0.7:8080', 'www..eczachly.com', 'eczachly', '-'];
  for (const event of events) {
    yield random() < 1 / 50 ? { ...event, host: pickOne(random, hosts) } : event;
  }
}

/** In this order, so that repeats repeat what the others did. */
const faultOrder: readonly (readonly [SampleFault, Fault])[] = [
  ['signup-collapse', signupCollapse],
  ['unknown-actions', unknownActions],
  ['malformed-hosts', malformedHosts],
  ['outage', outage],
  ['missing-hours', missingHours],
  ['hour-shift', hourShift],
  ['bad-rows', badRows],
  ['duplicates', duplicates],
  ['double-load', doubleLoad],
];

/** The same records with the faults asked for; records a fault does not name pass unchanged. */
export function applyFaults(events: Events, plan: FaultPlan): Events {
  let faulty = events;
  for (const [name, apply] of faultOrder) {
    if (plan.faults.includes(name)) faulty = apply(faulty, plan);
  }
  return faulty;
}
