import type { Workbench } from '../../../src/workbench.ts';
import { daysOf, hosts, published } from '../made/made-days.ts';
import { manyHosts } from '../made/made-labels.ts';
import { emptyMetrics, madeEventPanels, madeMetrics } from '../made/made-metrics.ts';
import type { Size } from '../made/made-metrics.ts';
import { madeFindings } from '../made/made-findings.ts';
import { madeHeld, madeJournal, madeReport } from '../made/made-runs.ts';
import { emptyStatus, madeStatus } from '../made/made-workbench.ts';
import type { Scenes } from '../scene.ts';
import { defect, failing, forever } from './pending.ts';

const at = '#/overview';

function sized(size: Size): Partial<Workbench> {
  const { from, to } = size.published ?? published;
  const events = Math.round(163_880 * (size.times ?? 1));
  return {
    status: async () => madeStatus({ from, to, events, hosts: [...(size.hosts ?? hosts)] }),
    metrics: async (input) => madeMetrics(input, size),
    eventPanels: async (input) => madeEventPanels(input, size),
  };
}

/** Ten years, hundreds of hosts, names that nobody planned for, numbers in billions. */
export const huge = sized({
  times: 1_000_000,
  hosts: manyHosts,
  isLong: true,
  published: { from: '2016-10-01', to: '2026-10-04' },
});

const passing = {
  checks: async () => madeFindings(),
  journal: async () => madeJournal(madeFindings()),
} satisfies Partial<Workbench>;

export const overviewScenes: Scenes = {
  usual: { title: 'Five weeks, one warning', at },
  calm: { title: 'Everything passes', at, workbench: passing },
  filtered: {
    title: 'Four filters, two hosts, compared with a year before',
    at: `${at}?from=2026-09-08&to=2026-09-28&is.country=IN,DE&not.channel=Direct&has.page=blog&is.device_type=mobile&hosts=www.eczachly.com,www.zachwilson.tech&vs=year&metric=signups`,
  },
  gaps: {
    title: 'Days that no file brought',
    at: `${at}?from=2026-09-01&to=2026-10-04`,
    workbench: sized({ missing: ['2026-09-12', '2026-09-13', '2026-09-20'] }),
  },
  'one-day': { title: 'A single day', at: `${at}?from=2026-09-20&to=2026-09-20` },
  huge: {
    title: 'Hundreds of hosts, ten years, billions',
    at: `${at}?from=2016-10-01&to=2026-10-04`,
    workbench: huge,
  },
  'nothing-in-scope': {
    title: 'A scope in which nothing happened',
    at: `${at}?from=2026-09-08&to=2026-09-28`,
    workbench: { metrics: async (input) => emptyMetrics(input) },
  },
  empty: {
    title: 'Nothing published',
    at,
    workbench: {
      ...passing,
      status: async () => emptyStatus,
      journal: async () => [],
      checks: async () => [],
    },
  },
  'shop-only': {
    title: 'Only a shop is published',
    at,
    workbench: {
      ...passing,
      status: async () => ({ ...emptyStatus, generation: 3, shop: madeStatus().shop }),
    },
  },
  loading: { title: 'Numbers on their way', at, workbench: { metrics: forever } },
  starting: {
    title: 'The engine has not answered yet',
    at,
    workbench: { status: forever, checks: forever, held: forever, journal: forever },
  },
  failed: {
    title: 'A query failed',
    at,
    workbench: { metrics: failing('query-failed', 'out of memory: could not allocate 2.1 GiB') },
  },
  defect: { title: 'A defect of the program', at, workbench: { metrics: defect } },
  'engine-failed': {
    title: 'The engine stopped',
    at,
    workbench: { status: failing('engine-failed', 'the worker ended: out of memory') },
  },
  held: {
    title: 'A held run waits',
    at,
    workbench: {
      status: async () =>
        madeStatus({ held: 1, lastRun: madeReport('held', madeHeld().report.findings) }),
      held: async () => [madeHeld()],
    },
  },
  'read-only': {
    title: 'Written by a newer version',
    at,
    workbench: {
      status: async () =>
        madeStatus({ readOnly: 'This warehouse has format 9; this version writes format 3' }),
    },
  },
  damaged: {
    title: 'Files are missing',
    at,
    workbench: {
      status: async () =>
        madeStatus({
          damage: {
            generation: 7,
            shown: 6,
            missing: daysOf('2026-09-28', '2026-10-04').map((ds) => ({
              table: 'core.fct_website_events',
              ds,
              reason: 'missing',
            })),
          },
        }),
    },
  },
  'not-saved': {
    title: 'There was no room to save',
    at,
    workbench: () => {
      const message = 'no space left: 31.2 MB wanted';
      let state: 'saving' | 'failed' = 'saving';
      return {
        status: async () => madeStatus({ storage: { state, message } }),
        saved: () => {
          state = 'failed';
          return failing('storage-full', message)();
        },
      };
    },
  },
  session: {
    title: 'This browser keeps nothing',
    at,
    workbench: { status: async () => madeStatus({ storage: { state: 'session' } }) },
  },
};
