import { madeTables } from '../made/made-project.ts';
import { emptyStatus } from '../made/made-workbench.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/exports';

export const exportsScenes: Scenes = {
  usual: { title: 'Tables to take along', at },
  columns: {
    title: 'Columns of a table',
    at,
    act: (person) => person.click(/core\.dim_visitors/),
  },
  writing: {
    title: 'A zip being written',
    at,
    workbench: { planExport: forever },
    act: (person) => person.click('All as CSV (zip)'),
  },
  empty: {
    title: 'Nothing published',
    at,
    workbench: { status: async () => emptyStatus, tables: async () => [] },
  },
  loading: { title: 'On its way', at, workbench: { tables: forever } },
  failed: {
    title: 'Cannot be read',
    at,
    workbench: { tables: failing('engine-failed', 'the worker ended') },
  },
  huge: {
    title: 'Billions of rows',
    at,
    workbench: {
      tables: async () => madeTables.map((table) => ({ ...table, rows: 48_120_334_871 })),
    },
  },
};
