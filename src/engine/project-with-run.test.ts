import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import type { Workbench } from '../workbench.ts';
import { createWorkbench } from './create-workbench.ts';
import { loadInto, openHouse, textFile } from './testing/open-house.ts';

const yaml = `models:
  - name: my_days
    description: A day each.
    config:
      materialized: table
      published: true
      partition_by: ds
      key: [ds]
    columns:
      - { name: version, data_type: INTEGER, description: Which version built it. }
      - { name: ds, data_type: VARCHAR, description: Day. }
`;
const own = (version: number): Record<string, string> => ({
  'growth/my_days.yml': yaml,
  'rules/actions.yml': `actions: [{ name: v${version}, action: contact }]`,
  'growth/my_days.sql': `select cast(${version} as integer) as version, ds from {{ ref('agg_website_events') }} group by ds`,
});
const events = (day: string) =>
  textFile(
    `${day}.csv`,
    `time,url,ip,user_agent\n${day}T10:00:00Z,https://www.example.com/,8.8.8.8,Mozilla/5.0 (X11; Linux x86_64)\n`,
  );

test('a run that brings other models and rules builds every day by them, those it has no file of too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'homegrown-own-'));
  const withOpen = async <T>(version: number, work: (workbench: Workbench) => Promise<T>) => {
    const host = await openNodeHost({ warehouse: join(folder, 'warehouse'), threads: 1 });
    const options = { models: shippedModels, versions: { homegrown: 'test' }, own: own(version) };
    const workbench = await createWorkbench(host, options);
    const result = await work(workbench);
    await workbench.close();
    await host.dispose();
    return result;
  };
  const runWith = async (version: number, day: string) => {
    const loaded = await withOpen(version, (workbench) => loadInto(workbench, [events(day)]));
    // What is on disk counts, not what the run has in memory.
    const sql = `select ds, version, action_rule from growth.my_days
      join core.fct_website_events using (ds) order by ds`;
    const { rows } = await withOpen(version, (workbench) => workbench.query({ sql }));
    return { status: loaded.report?.status, rows };
  };
  try {
    expect((await runWith(1, '2026-09-01')).rows).toEqual([['2026-09-01', 1, 'v1']]);
    await runWith(2, '2026-09-02');
    const again = await runWith(2, '2026-09-03');
    expect(again).toEqual({
      status: 'published',
      rows: [
        ['2026-09-01', 2, 'v2'],
        ['2026-09-02', 2, 'v2'],
        ['2026-09-03', 2, 'v2'],
      ],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a day of a table that reads other days as well is saved as it is shown', async () => {
  const house = await openHouse();
  try {
    const sql = `select ds, max(last_ds) as last_ds from {{ ref('fct_website_events') }}
join {{ ref('dim_visitors') }} using (logged_out_user_id) group by ds`;
    const changes = {
      'growth/my_days.yml': yaml
        .replace('name: version, data_type: INTEGER', 'name: last_ds, data_type: VARCHAR')
        .replace(/ +- \{ name: ds.*\n/, '')
        .replace(
          '    columns:\n',
          '    columns:\n      - { name: ds, data_type: VARCHAR, description: Day. }\n',
        ),
      'growth/my_days.sql': sql,
    };
    await house.load([events('2026-09-01')]);
    await house.workbench.applyProject({ changes });
    await house.load([events('2026-09-02')]);
    const rows = () => house.query('select * from growth.my_days order by ds');
    const shown = await rows();
    expect(shown).toEqual(
      ['01', '02'].map((day) => ({ ds: `2026-09-${day}`, last_ds: '2026-09-02' })),
    );
    await house.reopen();
    expect(await rows()).toEqual(shown);
  } finally {
    await house.close();
  }
});
