import { formatPlace } from '../../../src/ui/explore/address.ts';
import { longLabels } from '../made/made-labels.ts';
import { madeTables } from '../made/made-project.ts';
import { madeQuery } from '../made/made-query.ts';
import { emptyStatus } from '../made/made-workbench.ts';
import type { Browser } from '../stand-ins.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/explore';
const facts = `${at}/tables/core.fct_website_events`;
const filtered = formatPlace({
  table: 'core.fct_website_events',
  view: {
    search: 'bootcamp',
    sort: { column: 'event_timestamp', descending: true },
    filters: [
      { column: 'dim_country', op: 'is', value: 'IN' },
      { column: 'dim_referrer', op: 'null', value: '' },
      {
        column: 'dim_path',
        op: 'contains',
        value: 'a-path-that-is-longer-than-a-chip-should-ever-become',
      },
    ],
  },
});
const query =
  "select ds, sum(visitors) as visitors\nfrom growth.daily_metrics\nwhere ds >= '2026-09-01'\ngroup by ds\norder by ds";
const console: Browser = {
  kept: {
    'homegrown.console': JSON.stringify({
      tabs: [query, 'select 1', 'select count(*) from core.fct_sessions'].map((sql, i) => ({
        name: i + 1,
        sql,
      })),
      shown: 0,
      history: [
        { sql: query, at: '2026-10-05T08:50:00.000Z', seconds: 0.041, rows: 34 },
        { sql: 'selct 1', at: '2026-10-05T08:44:00.000Z', seconds: 0.004, rows: null },
        {
          sql: `select ${Array.from({ length: 40 }, (_, i) => `column_${i}`).join(', ')} from core.dim_visitors`,
          at: '2026-10-04T12:00:00.000Z',
          seconds: 12.4,
          rows: 10_000,
        },
      ],
    }),
  },
};

export const exploreScenes: Scenes = {
  tables: { title: 'Tables', at },
  table: { title: 'A table', at: facts },
  filtered: { title: 'A view of it', at: `${at}/${filtered}` },
  'no-match': {
    title: 'No row matches',
    at: `${at}/${filtered}`,
    workbench: { query: async ({ sql }) => madeQuery(sql, { rows: 0 }) },
  },
  values: { title: 'Values of a column', at: facts, act: (person) => person.click(/^dim_country/) },
  bins: { title: 'Days of a column', at: facts, act: (person) => person.click(/^event_timestamp/) },
  huge: {
    title: 'Ten million rows, odd texts',
    at: facts,
    workbench: {
      query: async ({ sql }) => madeQuery(sql, { rows: 10_482_113, texts: longLabels('page') }),
      tables: async () => madeTables.map((table) => ({ ...table, rows: 10_482_113_004 })),
    },
  },
  sorting: {
    title: 'A long order that is being found',
    at: `${at}/${filtered}`,
    workbench: {
      query: ({ sql }) =>
        sql.includes('as drawn')
          ? forever()
          : Promise.resolve(madeQuery(sql, { rows: 10_482_113 })),
    },
    act: async (person) => {
      const grid = await person.sees('[role=grid] [role=gridcell]');
      grid.closest('[role=grid]')!.scrollTop = 6_000_000;
    },
  },
  'filter-open': { title: 'A new filter', at: facts, act: (person) => person.click(/^New filter/) },
  'table-empty': {
    title: 'A table without rows',
    at: facts,
    workbench: {
      query: async ({ sql }) => madeQuery(sql, { rows: 0 }),
      tables: async () => madeTables.map((table) => ({ ...table, rows: 0 })),
    },
  },
  counting: { title: 'Being counted', at: facts, workbench: { query: forever } },
  failed: {
    title: 'A table that cannot be read',
    at: facts,
    workbench: { query: failing('table-unknown', 'no such table: core.fct_website_events') },
  },
  console: { title: 'Console', at: `${at}/sql`, browser: console },
  result: {
    title: 'A result',
    at: `${at}/sql`,
    browser: console,
    act: (person) => person.click(/^Run\b/),
  },
  chart: {
    title: 'A result as a chart',
    at: `${at}/sql`,
    browser: console,
    act: async (person) => {
      await person.click(/^Run\b/);
      await person.click(/^Chart/);
    },
  },
  plan: {
    title: 'A plan',
    at: `${at}/sql`,
    browser: console,
    act: (person) => person.click(/^(Explain|Plan)/),
  },
  'query-failed': {
    title: 'A query that failed',
    at: `${at}/sql`,
    browser: console,
    workbench: {
      query: failing(
        'query-failed',
        'Parser Error: syntax error at or near "selct"\n\nLINE 1: selct 1\n        ^',
      ),
    },
    act: (person) => person.click(/^Run\b/),
  },
  running: {
    title: 'A query that runs on',
    at: `${at}/sql`,
    browser: console,
    workbench: { query: forever },
    act: (person) => person.click(/^Run\b/),
  },
  empty: { title: 'Nothing published', at, workbench: { status: async () => emptyStatus } },
};
