import { checkIds } from '../../../src/core/quality/statistics/statistical-checks.ts';
import { hosts } from '../made/made-days.ts';
import { madeFindings, unknownAction } from '../made/made-findings.ts';
import { madeHeld, madeJournal } from '../made/made-runs.ts';
import { emptyStatus, madeStatus } from '../made/made-workbench.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/quality';
const waiting = {
  status: async () => madeStatus({ held: 1 }),
  held: async () => [madeHeld()],
};
const rejects = [
  {
    file: 'events-2026-09-28.csv',
    total: 3_204,
    rejects: Array.from({ length: 40 }, (_, i) => ({
      line: 118 + i * 37,
      reason: i % 3 ? 'time is not a time' : '7 fields where 9 are expected',
      text: `2026-13-${String(i).padStart(2, '0')}T10:04:00Z,203.0.113.${i},"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36",www.eczachly.com,/bootcamp?plan=${'x'.repeat(40)}`,
    })),
  },
];

export const qualityScenes: Scenes = {
  checks: { title: 'One warning among many that pass', at },
  calm: {
    title: 'All pass',
    at,
    workbench: {
      checks: async () => madeFindings(),
      journal: async () => madeJournal(madeFindings()),
    },
  },
  learning: {
    title: 'Too little history',
    at,
    workbench: { checks: async () => madeFindings({}, 'learning') },
  },
  failing: {
    title: 'Published although two checks failed',
    at,
    workbench: { checks: async () => madeFindings(unknownAction, 'warn') },
  },
  check: {
    title: 'A check over the days, opened',
    at,
    act: (person) => person.click(/^Each host has its usual number of rows/),
  },
  rows: {
    title: 'A failing check and its rows',
    at,
    workbench: { checks: async () => madeFindings(unknownAction) },
    act: (person) => person.click(/^Actions are of the enumeration/),
  },
  limits: {
    title: 'Limits of a check',
    at,
    act: async (person) => {
      await person.click(/^Each host has its usual number of rows/);
      await person.click('Edit limits');
    },
  },
  empty: {
    title: 'Nothing was ever checked',
    at,
    workbench: { status: async () => emptyStatus, checks: async () => [], journal: async () => [] },
  },
  loading: { title: 'On its way', at, workbench: { checks: forever } },
  failed: {
    title: 'Cannot be read',
    at,
    workbench: { checks: failing('warehouse-damaged', 'checks.json cannot be read') },
  },
  'held-none': { title: 'Nothing is held', at: `${at}/held` },
  held: { title: 'A held run', at: `${at}/held`, workbench: waiting },
  'held-run': {
    title: 'A held run, opened',
    at: `${at}/held/${madeHeld().id}`,
    workbench: waiting,
  },
  'held-shop': {
    title: 'A held run of a shop',
    at: `${at}/held/${madeHeld().id}`,
    workbench: {
      ...waiting,
      held: async () => [
        madeHeld({
          subject: 'shop',
          diff: [],
          numbers: [
            { name: 'orders', published: 1_340, candidate: 980 },
            { name: 'revenue', published: 82_276, candidate: 60_172.5 },
            { name: 'users', published: null, candidate: 401 },
          ],
        }),
      ],
    },
  },
  'publish-anyway': {
    title: 'Publishing with a reason',
    at: `${at}/held/${madeHeld().id}`,
    workbench: waiting,
    act: (person) => person.click(/^Publish anyway/),
  },
  'bad-data': {
    title: 'Bad data',
    at: `${at}/bad-data`,
    workbench: { checks: async () => madeFindings(unknownAction), rejects: async () => rejects },
  },
  state: { title: 'State of the data', at: `${at}/state` },
  settings: { title: 'Settings', at: `${at}/settings` },
  'settings-none': {
    title: 'Settings, nothing set',
    at: `${at}/settings`,
    workbench: {
      settings: async () => ({
        annotations: [],
        retiredHosts: [],
        newNormals: [],
        limits: [],
        reviews: {},
        minimumEvents: 100,
      }),
    },
  },
  guardrail: {
    title: 'A guardrail has declined',
    at: '#/overview',
    workbench: {
      journal: async () => {
        const [newest, ...older] = madeJournal();
        const finding = {
          id: 'growth.daily_metrics.signup_conversion_rate',
          title: 'Signup conversion has not declined',
          status: 'error',
          message: `${hosts[0]}, 2026-10-04: 0.61 %, 29 % below the 0.86 % of 28 days.`,
          guardrail: true,
        } as const;
        const volume = {
          id: checkIds.volume,
          title: 'Each host has its usual number of rows',
          status: 'error',
          message: 'Half of the rows are missing.',
        } as const;
        return [{ ...newest!, findings: [finding, volume, ...newest!.findings] }, ...older];
      },
    },
  },
};
