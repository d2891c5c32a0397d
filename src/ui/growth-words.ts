import type { FunnelInput, FunnelSplit } from '../core/metrics/compile-funnel.ts';
import type { CohortGrain, GrowthState } from '../core/metrics/growth-view.ts';

/** Words of the Growth screen; a part of `strings`. */
export const growthWords = {
  loading: 'Loading growth…',
  emptyText: 'Import raw exports or the sample data; who came, stayed and left appears here.',
  staleTitle: 'These tables are not built yet',
  staleText:
    'What is published comes from an earlier version. Building it anew takes as long as an import and changes nothing else.',
  build: 'Build them now',
  building: 'Building…',
  withoutBots: 'Without bots',
  severalHosts: 'Of several sites each counts for itself: whoever visits two is counted twice.',

  accounting: 'Who came, stayed and left',
  accountingHelp:
    'Each visitor against the day before. New: first day ever. Retained: here the day before, too. Resurrected: here earlier, not the day before. Churned: here the day before, not any more.',
  states: {
    New: 'New',
    Retained: 'Retained',
    Resurrected: 'Resurrected',
    Churned: 'Churned',
    Stale: 'Stale',
  } satisfies Record<GrowthState, string>,
  staleMeans: 'Stale: here earlier, neither that day nor the day before.',
  grew: (net: string) => `${net} more visitors a day at the end than before`,
  shrank: (net: string) => `${net} fewer visitors a day at the end than before`,
  level: 'As many visitors a day at the end as before',
  netGrowth: (gained: string, lost: string) =>
    `Net growth: ${gained} came or came back, ${lost} left.`,
  quickRatio: (ratio: string) => `Quick ratio ${ratio}: that many come for each who leaves.`,
  noQuickRatio: 'Nobody left, so there is no quick ratio.',
  partialNote: 'The hatched day is not whole: who is still to come counts as churned.',

  retention: 'Who comes back',
  retentionHelp:
    'Of those who came for the first time, the share that came again that much later. The stronger the colour, the more; pointing at a cell tells the count.',
  grainChoice: 'Cohorts by',
  grains: { day: 'Day', week: 'Week' } satisfies Record<CohortGrain, string>,
  cohort: { day: 'First day', week: 'First week from' } satisfies Record<CohortGrain, string>,
  size: 'Visitors',
  age: { day: (age: number) => `Day ${age}`, week: (age: number) => `Week ${age}` },
  ageShort: { day: (age: number) => `+${age}d`, week: (age: number) => `+${age}w` },
  average: 'All of them',
  ofCohort: (visitors: string, size: string) => `${visitors} of ${size}`,
  stillFills: 'The newest age of each cohort still fills up: its week or day may not have ended.',
  noCohorts: 'Nobody came for the first time in these days.',

  funnel: 'Funnel',
  funnelHelp:
    'Visitors who take these steps one after another. Everyone has one try, from their first event that takes the first step.',
  steps: 'Steps',
  stepKind: (n: number) => `Kind of step ${n}`,
  stepValue: (n: number) => `What step ${n} is`,
  kinds: { action: 'Action', path: 'Page' },
  pathHint: '/path, or /path* for all that begin so',
  add: 'Add a step',
  remove: (n: number) => `Remove step ${n}`,
  order: 'Order',
  orders: {
    sequential: 'Others may lie between',
    strict: 'One right after the other',
  } satisfies Record<FunnelInput['order'], string>,
  window: 'Within',
  windows: [
    [30, '30 minutes'],
    [60, '1 hour'],
    [24 * 60, '1 day'],
    [7 * 24 * 60, '7 days'],
    [30 * 24 * 60, '30 days'],
  ] as [number, string][],
  chosen: (order: string, within: string) => `Steps: ${order.toLowerCase()}, within ${within}.`,
  by: 'Told apart by',
  splits: {
    none: 'Nothing',
    dim_channel: 'Channel of the first step',
    dim_device_type: 'Device',
  } satisfies Record<FunnelSplit, string>,
  visitors: 'Visitors',
  ofFirst: 'Of step 1',
  ofBefore: 'Of the step before',
  slice: { dim_channel: 'Channel', dim_device_type: 'Device' },
  nobody: 'Nobody takes the first step in these days.',
  unfinished: 'Say what each step is; a page begins with /.',
  counting: 'Counting…',
  actions: {
    page_view: 'Page view',
    landing: 'Landing',
    signup: 'Signup',
    login: 'Login',
    logout: 'Logout',
    purchase: 'Purchase',
    add_to_cart: 'Add to cart',
    checkout: 'Checkout',
    watch_video: 'Watch video',
    download: 'Download',
    contact: 'Contact',
    search: 'Search',
  },

  landing: 'Landing to purchase',
  landingHelp:
    'The published table growth.funnel, which the funnel above builds on its own terms: visitors land anew each day and are followed for 7 days, on whatever site; visits land, sign up and buy in one go.',
  countedLandings: { visitors: 'Visitors of each day', sessions: 'Visits' },

  conversion: 'Conversion, three ways',
  conversionHelp:
    'The same question by event, by visitor and by session. With fewer than 100 conversions the 95\u00a0% interval says how little they tell.',
  what: 'Conversion',
  kindsOfConversion: { event: 'By event', visitor: 'By visitor', session: 'By session' },
  questions: { signup: 'Signup', purchase: 'Purchase' },
  parts: (numerator: string, denominator: string) => `${numerator} of ${denominator}`,
  interval: (range: string) => `95\u00a0%: ${range}`,
  none: 'nothing to divide by',
} as const;
