import { defaultQualitySettings } from '../../../src/core/quality/settings.ts';
import type { QualitySettings } from '../../../src/core/quality/settings.ts';
import type { Finding } from '../../../src/core/quality/finding.ts';
import type { HeldRun } from '../../../src/core/run/held-run.ts';
import type { JournalEntry } from '../../../src/core/run/journal.ts';
import { journalOfRun } from '../../../src/core/run/journal-draft.ts';
import type { DeliveryReport, RunReport, RunStatus } from '../../../src/core/run/run-report.ts';
import { verdictSentence } from '../../../src/core/run/verdict-sentence.ts';
import { checkIds } from '../../../src/core/quality/statistics/statistical-checks.ts';
import { daysOf, hosts, lastRunAt, numbersOf, published } from './made-days.ts';
import { madeFindings, unknownAction } from './made-findings.ts';
import { madeTables } from './made-project.ts';

const weeks = ['2026-08-31', '2026-09-07', '2026-09-14', '2026-09-21', '2026-09-28'];

/** A file of a week, as a run reports it. */
export function madeDelivery(name: string, change: Partial<DeliveryReport> = {}): DeliveryReport {
  const accepted = 31_000 + Math.round(numbersOf(name)() * 4_000);
  return {
    id: 'a3f09c7715be2d04',
    name,
    sha256: 'a3f09c7715be2d04'.repeat(4),
    bytes: accepted * 212,
    textBytes: accepted * 212,
    bytesRead: accepted * 212,
    format: 'CSV',
    status: 'loaded',
    seen: accepted + 19,
    accepted,
    rejected: 7,
    repeats: 12,
    rejectReasons: { 'time is not a time': 5, '7 fields where 9 are expected': 2 },
    personalDropped: 31,
    notes: [],
    days: [[hosts[0]!, published.to, accepted]],
    ...change,
  };
}

const usualDeliveries = weeks.map((week) => madeDelivery(`events-${week}.csv`));

/** A run as it ended. */
export function madeReport(
  status: RunStatus = 'published',
  findings: Finding[] = madeFindings({}, 'warn'),
  change: Partial<RunReport> = {},
): RunReport {
  const deliveries = change.deliveries ?? usualDeliveries;
  return {
    status,
    subjects: ['website'],
    startedAt: lastRunAt,
    seconds: 8.4,
    steps: { read: 2.1, enrich: 1.2, build: 2.9, audit: 0.9, publish: 1.3 },
    versions: { app: '0.1.0', duckdb: '1.4.3' },
    identity: 'plain',
    deliveries,
    tables: madeTables.map(({ name, rows }) => ({ name, rows, partitions: [] })),
    findings,
    verdict: verdictSentence(status, deliveries, findings, 163_880),
    generation: 7,
    ...change,
  };
}

/** Findings that hold a run. */
export const heldFindings = madeFindings(unknownAction);

function numbersOfDay(ds: string, host: string, times: number) {
  const random = numbersOf(ds + host);
  const visitors = Math.round((900 + 300 * random()) * times);
  return {
    events: visitors * 5,
    daily_visitors: visitors,
    website_hits: visitors * 4,
    signups: Math.round(40 * times),
    logins: Math.round(210 * times),
    purchases: Math.round(9 * random() * times),
  };
}

/** A run that its checks stopped. */
export function madeHeld(change: Partial<HeldRun> = {}): HeldRun {
  const delivery = madeDelivery('events-2026-09-28-corrected.csv');
  return {
    id: 'held-5c1b9e02d47aa310',
    heldAt: '2026-10-05T08:40:02.000Z',
    parent: 7,
    report: madeReport('held', heldFindings, { deliveries: [delivery] }),
    deliveries: [{ ...delivery, identity: 'plain' }],
    staged: {},
    superseded: [],
    onOverlap: 'add',
    diff: daysOf('2026-09-28', '2026-10-05').flatMap((ds) =>
      hosts.map((host) => ({
        ds,
        host,
        published: ds === '2026-10-05' ? null : numbersOfDay(ds, host, 1),
        candidate: numbersOfDay(ds, host, ds === '2026-10-02' ? 0.6 : 1.02),
      })),
    ),
    ...change,
  };
}

function entry(
  at: string,
  kind: JournalEntry['kind'],
  generation: number,
  report: RunReport,
  change: Partial<JournalEntry> = {},
): JournalEntry {
  const draft = journalOfRun(report, { kind }, daysOf(published.from, published.to));
  return { ...draft, at, generation, ...change };
}

const decision = { deliveries: [], findings: [], from: '', to: '' };

/** What happened so far, newest first: publications, a held run that was given up, settings, a changed model. */
export function madeJournal(findings: Finding[] = madeFindings({}, 'warn')): JournalEntry[] {
  const report = madeReport('published', findings);
  return [
    entry(lastRunAt, 'published', 7, report),
    {
      ...decision,
      at: '2026-10-02T16:40:00.000Z',
      kind: 'project',
      generation: 6,
      verdict: 'Changed metrics/website_hits.yml.',
      by: 'Zach',
      reason: 'Internal tools are no visits',
    },
    {
      ...decision,
      at: '2026-09-29T10:11:00.000Z',
      kind: 'discarded',
      generation: 5,
      verdict: 'Discarded events-2026-09-21.csv.',
      held: 'held-77',
      by: 'Zach',
    },
    entry('2026-09-29T08:02:00.000Z', 'held', 5, madeReport('held', heldFindings), {
      held: 'held-77',
    }),
    entry('2026-09-22T08:02:00.000Z', 'published', 4, madeReport('published', madeFindings())),
    {
      ...decision,
      at: '2026-09-18T14:30:00.000Z',
      kind: 'settings',
      generation: 3,
      verdict: 'Noted 15 Sep 2026 as a launch.',
      by: 'Zach',
    },
    entry('2026-09-15T08:02:00.000Z', 'published', 2, madeReport('published', madeFindings())),
  ];
}

/** What people decided about quality. */
export const madeSettings: QualitySettings = {
  ...defaultQualitySettings,
  annotations: [
    { id: 'a1', from: '2026-09-15', to: '2026-09-16', kind: 'launch', text: 'Fall bootcamp' },
    {
      id: 'a2',
      from: '2026-09-24',
      to: '2026-09-24',
      host: hosts[1]!,
      kind: 'outage',
      text: 'DNS was down until noon',
    },
  ],
  retiredHosts: [{ host: 'old.eczachly.com', from: '2026-09-10' }],
  newNormals: [{ check: checkIds.volume, host: hosts[1]!, from: '2026-09-18' }],
  limits: [{ check: checkIds.volume, host: hosts[0]!, values: { low: 0.7 } }],
  reviews: {
    [checkIds.volume]: { owner: 'Zach', reviewed: '2026-09-30', note: 'Weekends are noisy.' },
  },
  requestLink: 'https://example.com/new?title={check}&body={text}',
};
