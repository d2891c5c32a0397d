import type { CheckStatus } from '../core/quality/finding.ts';
import { plural } from './plural.ts';

/** Words of the quality screens; a part of `strings`. */
export const qualityWords = {
  emptyText: 'Checks run with every import; their results appear here.',
  all: 'All checks',
  problems: 'Problems only',
  filter: 'Which checks',
  noProblems: 'No check has found a problem.',
  statuses: {
    pass: 'Passed',
    warn: 'Warning',
    error: 'Error',
    learning: 'Learning',
    'n/a': 'Not applicable',
  } satisfies Record<CheckStatus, string>,
  severity: { warn: 'warns', error: 'holds the run' },
  check: 'Check',
  lookedAt: 'Table',
  found: 'Found',
  observed: 'Observed',
  expected: 'Expected',
  status: 'Status',
  onFailure: 'On failure',
  assumes: 'Assumes',
  failing: 'Failing rows',
  failingFirst: (count: number) => `First ${count} failing rows`,
  query: 'Query for all of them',
  copy: 'Copy',
  copied: 'Copied',
  summary: (counts: [string, number][]) =>
    counts
      .map(
        ([name, count]) =>
          `${count} ${/^(?:warning|error)$/i.test(name) ? plural(count, name.toLowerCase()) : name.toLowerCase()}`,
      )
      .join(', '),
  ratio: 'ratio',
  rows: (count: string, one: boolean) => `${count} ${one ? 'row' : 'rows'}`,
  rejects: 'Rejected records',
  rejectsText: 'Kept for this session only, never stored.',
  noRejects: 'No record was rejected in this session.',
  reject: { line: 'Line', reason: 'Reason', text: 'Record' },
  rejectsOf: (shown: string, total: string) => `${shown} of ${total} shown`,
  download: 'Download CSV',
  run: 'Last run',
  took: (duration: string) => `took ${duration}`,
  records: 'Records of the last run',
  recordsByFile: 'Records by file',

  parts: {
    checks: 'Checks',
    held: 'Held runs',
    'bad-data': 'Bad data found',
    state: 'State of the data',
    settings: 'Settings',
  },
  partsLabel: 'Parts of Quality',
  loading: 'Loading the checks…',

  verdict: {
    held: (count: number) => `Held by ${count} ${plural(count, 'check')}.`,
    passed: (count: number) => `All ${count} checks that could be judged passed.`,
    warned: (count: number, first: string) =>
      `Published with ${count} ${plural(count, 'warning')}: ${first}`,
    failed: (count: number, first: string) =>
      `Published although ${count} ${plural(count, 'check')} failed: ${first}`,
    nothing: 'No check has run yet.',
  },

  series: {
    title: 'History',
    ofRuns: 'by run',
    ofDays: 'by day',
    loading: 'Loading the history…',
    none: 'No history yet: it grows with every run.',
    asTable: 'Show as table',
    asChart: 'Show as chart',
    at: 'Run',
    day: 'Day',
    range: 'Passes between',
    usual: 'Usual',
    label: (check: string, where: string) => `History of: ${check}${where ? `, ${where}` : ''}`,
    spoken: (points: number, last: string, failing: number) =>
      `${points} ${plural(points, 'point')}, the last ${last}; ${failing} not passed`,
    band: 'shaded: where it passes',
    dashed: 'dashed: expected',
  },

  cells: {
    title: 'By site and day',
    host: 'Site',
    allHosts: 'All sites together',
    everyHost: 'Every site',
    where: 'Site or variant',
    change: 'Change',
    weekOverWeek: 'Against the week before',
    wowHint: 'plain',
    what: 'What it says',
    more: (shown: number, all: number) => `The ${shown} worst of ${all} are shown.`,
    learning: 'Learning: too little history to judge. This is not a pass.',
  },

  review: {
    owner: 'Owner',
    nobody: 'nobody yet',
    last: 'Last review',
    never: 'never reviewed',
    today: 'reviewed today',
    ago: (days: number) => `reviewed ${days} ${plural(days, 'day')} ago`,
    due: (days: number) => `not reviewed for ${days} days`,
    mark: 'Mark as reviewed',
    edit: 'Edit owner',
    title: (check: string) => `Owner and review: ${check}`,
    note: 'Note',
    save: 'Save',
  },

  limits: {
    edit: 'Edit limits',
    title: (check: string) => `Limits: ${check}`,
    host: 'For',
    all: 'all sites',
    intro:
      'They apply from the next run on. Empty fields keep the default; a site goes before all sites.',
    usual: (value: string) => `default ${value}`,
    percent: 'in per cent',
    warnIf: 'Warn when failing rows are',
    errorIf: 'Hold when failing rows are',
    form: 'For example > 0, >= 10 or > 0.5 %. Empty: as the model says.',
    bad: (text: string) => `Not a limit: ${text}`,
    badNumber: 'Not a number of zero or more.',
    save: 'Save limits',
    reset: 'Reset to defaults',
    changed: 'limits changed',
  },

  request: {
    open: 'Request a change',
    title: (check: string) => `Request a change: ${check}`,
    intro: 'Copy this into a ticket. Nothing is sent from here.',
    text: 'Ticket',
    copy: 'Copy ticket',
    follow: 'Open the configured link',
  },

  offers: {
    title: 'New normal?',
    offer: (check: string, where: string, days: number, direction: string, from: string) =>
      `${where}: ${days} ${plural(days, 'day')} ${direction} since ${from} (${check}).`,
    directions: { up: 'above what was usual', down: 'below what was usual', other: 'unusual' },
    explain: 'If this is how it is now, history starts anew there and the alarms end.',
    accept: 'Take as the new normal',
    annotate: 'Annotate these days',
  },

  backtest: {
    title: 'On your own history',
    table: 'Alarms by check',
    running: 'Replaying your history…',
    result: (alarms: string, tested: string, rate: string) =>
      `${alarms} ${alarms === '1' ? 'alarm' : 'alarms'} in ${tested} host-days (${rate}).`,
    none: 'No day can be judged yet: the statistical checks need a few weeks of history.',
    explain: (from: string, to: string) =>
      `The published days ${from} to ${to}, replayed one by one against those before them. Alarms of days with a real fault are among them.`,
    check: 'Check',
    tested: 'Judged',
    alarms: 'Alarms',
    errors: 'of them errors',
    rate: 'Rate (95\u00a0%)',
    list: (count: number) => `${count} ${plural(count, 'alarm')} by day`,
  },
} as const;
