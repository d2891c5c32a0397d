import { badFiles, doubtfulFiles, shopFiles, weekFiles } from '../made/made-files.ts';
import { heldFindings, madeDelivery, madeReport } from '../made/made-runs.ts';
import { madeFindings } from '../made/made-findings.ts';
import { hosts } from '../made/made-days.ts';
import { emptyStatus, madeStatus } from '../made/made-workbench.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever, stuck } from './pending.ts';

const at = '#/import';
const first = {
  status: async () => emptyStatus,
  checks: async () => [],
  journal: async () => [],
};

export const importScenes: Scenes = {
  welcome: { title: 'The first visit', at, workbench: first },
  more: { title: 'More, where there is something', at },
  dragged: {
    title: 'Files over the window',
    at: '#/overview',
    act: (person) => person.drop(weekFiles(), { hold: true }),
  },
  reading: {
    title: 'Files being read',
    at,
    workbench: { inspect: forever },
    act: (person) => person.drop(weekFiles()),
  },
  files: {
    title: 'Five weeks, recognised',
    at,
    act: async (person) => {
      await person.drop(weekFiles());
      await person.sees('[role=table]');
    },
  },
  refused: {
    title: 'Refused files beside a good one',
    at,
    act: async (person) => {
      await person.drop([...badFiles(), weekFiles()[0]!]);
      await person.sees('[role=table]');
    },
  },
  'all-refused': {
    title: 'Nothing can be loaded',
    at,
    act: async (person) => {
      await person.drop(badFiles());
      await person.sees('[role=table]');
    },
  },
  questions: {
    title: 'Host, dates and zone are asked for',
    at,
    act: async (person) => {
      await person.drop(doubtfulFiles());
      await person.sees('[role=table]');
    },
  },
  shop: {
    title: 'Exports of a shop',
    at,
    act: async (person) => {
      await person.drop(shopFiles());
      await person.sees('[role=table]');
    },
  },
  running: {
    title: 'A run half-way',
    at,
    workbench: {
      run: stuck(
        { step: 'read', share: 0.1, rows: 60_000 },
        { step: 'build', share: 0.54, rows: 163_880, file: 'events-2026-09-28.csv' },
      ),
    },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
    },
  },
  published: {
    title: 'Published, with a warning',
    at,
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
      await person.sees('h3');
    },
  },
  held: {
    title: 'Held by its checks',
    at,
    workbench: { run: async () => madeReport('held', heldFindings) },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
      await person.sees('h3');
    },
  },
  unchanged: {
    title: 'Nothing new',
    at,
    workbench: {
      run: async () =>
        madeReport('unchanged', [], {
          deliveries: ['events-2026-09-28.csv', 'events-2026-09-21.csv'].map((name) =>
            madeDelivery(name, {
              status: 'unchanged',
              accepted: 0,
              seen: 0,
              rejected: 0,
              repeats: 0,
            }),
          ),
        }),
    },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
      await person.sees('h3');
    },
  },
  both: {
    title: 'A website and a shop',
    at,
    workbench: {
      run: async () =>
        madeReport('published', madeFindings(), {
          also: madeReport('held', heldFindings, {
            subjects: ['shop'],
            deliveries: [madeDelivery('orders.csv', { shopTable: 'orders' })],
          }),
        }),
    },
    act: async (person) => {
      await person.drop([...weekFiles(), ...shopFiles()]);
      await person.click(/^Run import/);
      await person.sees('h3');
    },
  },
  overlap: {
    title: 'Days that are published already',
    at,
    workbench: {
      run: failing('question-open', 'days are published already: events-2026-09-28.csv', {
        option: 'on-overlap',
        ...{
          file: 'events-2026-09-28.csv',
          host: hosts[0]!,
          ds: '2026-10-01',
          rows: 4_820,
          shared: 4_611,
          days: 9,
        },
      }),
    },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
    },
  },
  busy: {
    title: 'Another tab is writing',
    at,
    workbench: { run: failing('warehouse-busy', 'another tab or program publishes') },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
    },
  },
  full: {
    title: 'No space left',
    at,
    workbench: { run: failing('storage-full', 'no space left: 412.0 MB wanted, 18.2 MB free') },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
    },
  },
  cancelled: {
    title: 'Cancelled',
    at,
    workbench: { run: failing('cancelled', 'cancelled by the person') },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
    },
  },
  saving: {
    title: 'Published, being saved',
    at,
    workbench: {
      status: async () => madeStatus({ storage: { state: 'saving' } }),
      saved: (_, options) => {
        options?.onProgress?.({ step: 'publish', share: 0.4 });
        return forever();
      },
    },
    act: async (person) => {
      await person.drop(weekFiles());
      await person.click(/^Run import/);
      await person.sees('h3');
    },
  },
};
