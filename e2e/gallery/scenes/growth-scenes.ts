import { emptyStatus } from '../made/made-workbench.ts';
import { madeTables } from '../made/made-project.ts';
import { madeQuery } from '../made/made-query.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/growth';

export const growthScenes: Scenes = {
  usual: { title: 'Five weeks', at },
  'one-day': { title: 'A single day', at: `${at}?from=2026-09-20&to=2026-09-20` },
  nothing: {
    title: 'A scope in which nobody came',
    at: `${at}?from=2026-09-08&to=2026-09-28`,
    workbench: { query: async ({ sql }) => ({ ...madeQuery(sql), rows: [] }) },
  },
  'not-built': {
    title: 'Published by an earlier version',
    at,
    workbench: {
      tables: async () =>
        madeTables.map((table) =>
          table.name.startsWith('growth.') ? { ...table, rows: 0 } : table,
        ),
    },
  },
  empty: { title: 'Nothing published', at, workbench: { status: async () => emptyStatus } },
  loading: { title: 'On its way', at, workbench: { query: forever, tables: forever } },
  failed: {
    title: 'A query failed',
    at,
    workbench: { query: failing('query-failed', 'out of memory') },
  },
};
