import type { QueryResult, TableInfo } from '../../../src/workbench.ts';
import { growthStates } from '../../../src/core/metrics/growth-view.ts';
import { addDays } from '../../../src/core/metrics/comparison.ts';
import { dailyValues, daysOf, numbersOf, published } from './made-days.ts';
import { labels } from './made-labels.ts';
import { madeTables } from './made-project.ts';

type Cell = QueryResult['rows'][number][number];

/** What queries are answered with: how many rows the tables have, and how their texts read. */
export interface MadeRows {
  rows?: number;
  texts?: readonly string[];
}

const answer = (columns: string[], rows: Cell[][], type = 'BIGINT'): QueryResult => ({
  columns: columns.map((name) => ({ name, type: name === 'ds' ? 'VARCHAR' : type })),
  rows,
  truncated: false,
});

/** Plausible rows for whatever the screens ask; what a person types is answered with a table of days. */
export function madeQuery(sql: string, { rows: count, texts }: MadeRows = {}): QueryResult {
  if (/^\s*explain/i.test(sql)) return answer(['explain_value'], [[plan]], 'VARCHAR');
  if (sql.includes('growth.growth_accounting') && sql.includes('group by ds, state'))
    return accounting();
  if (sql.includes('cohort_ds, age')) return cohorts(/'week'/.test(sql) ? 7 : 1);
  if (sql.includes('first_hour'))
    return answer(['ds', 'first_hour', 'last_hour'], [[published.to, 0, 17]]);
  if (/as step_1/.test(sql)) return funnel(sql);
  if (sql.includes('group by step, step_number')) return landings;
  const table = madeTables.find(({ name }) =>
    new RegExp(`from "?${name.replace('.', '"?\\."?')}\\b`).test(sql),
  );
  if (table === undefined) return perDay();
  const rows = count ?? table.rows;
  if (/^select count\(\*\) as n from/.test(sql)) return answer(['n'], [[rows]]);
  if (/^select count\(\*\) as n,/.test(sql)) return profile(table, rows);
  if (sql.includes('as value, count(*) as n')) return topValues(rows, texts);
  if (sql.includes('as bin, count(*) as n'))
    return answer(
      ['bin', 'n'],
      Array.from({ length: 17 }, (_, i) => [
        i,
        Math.round(rows * 0.09 * Math.exp(-(((i - 9) / 6) ** 2))),
      ]),
    );
  const ids = /unnest\(\[([\d, ]*)\]/.exec(sql)?.[1];
  if (ids !== undefined) return byId(table, ids.split(', ').map(Number), texts);
  if (/^select rowid as id/.test(sql)) return idsOf(sql, rows);
  return page(table, sql, rows, texts);
}

const plan = `┌─────────────┴─────────────┐
│      HASH_GROUP_BY        │
│    ────────────────────   │
│         Groups: #0        │
│    Aggregates: sum(#1)    │
└─────────────┬─────────────┘
┌─────────────┴─────────────┐
│         SEQ_SCAN          │
│  growth.daily_metrics     │
└───────────────────────────┘`;

function perDay(): QueryResult {
  const days = daysOf(published.from, published.to);
  const values = dailyValues('daily_visitors', days, 1_240);
  return answer(
    ['ds', 'visitors'],
    days.map((ds, i) => [ds, values[i]!]),
  );
}

function accounting(): QueryResult {
  const days = daysOf('2026-09-01', published.to);
  const levels = { Retained: 420, Resurrected: 90, New: 700, Churned: 610, Stale: 2_900 };
  const rows = growthStates.flatMap((state) => {
    const values = dailyValues(state, days, levels[state]);
    return days.map((ds, i): Cell[] => [ds, state, values[i]!]);
  });
  return answer(['ds', 'state', 'visitors'], rows);
}

function cohorts(step: number): QueryResult {
  const rows: Cell[][] = [];
  for (let i = 0; i < (step === 7 ? 5 : 28); i++) {
    const ds = addDays('2026-09-01', i * step - (step === 7 ? 1 : 0));
    const size = 600 + Math.round(300 * numbersOf(ds)());
    for (let age = 0; addDays(ds, age * step) <= published.to; age++)
      rows.push([ds, age, age === 0 ? size : Math.round((size * 0.34) / age ** 0.6), size]);
  }
  return answer(['cohort_ds', 'age', 'visitors', 'of_cohort'], rows);
}

function funnel(sql: string): QueryResult {
  const steps = [...sql.matchAll(/as step_(\d)/g)].length;
  const slices = sql.includes('dim_channel')
    ? labels('channel')
    : sql.includes('dim_device_type')
      ? labels('device_type')
      : [''];
  const rows = slices.map((slice, i): Cell[] => [
    slice,
    ...Array.from({ length: steps }, (_, step) => Math.round(21_400 * 0.5 ** i * 0.22 ** step)),
  ]);
  return answer(['slice', ...Array.from({ length: steps }, (_, i) => `step_${i + 1}`)], rows);
}

const landings = answer(
  ['step', 'visitors', 'sessions'],
  [
    ['landing', 21_400, 30_120],
    ['signup', 810, 640],
    ['purchase', 96, 41],
  ],
);

function profile(table: TableInfo, rows: number): QueryResult {
  const cells = table.columns.flatMap(({ name, type }): Cell[] => {
    const filled = Math.round(rows * (name.startsWith('dim_referrer') ? 0.62 : 1));
    if (/^DATE|^TIMESTAMP/.test(type))
      return [filled, 34, '2026-09-01 00:00:04', '2026-10-04 23:59:41'];
    if (/INT|DOUBLE|FLOAT|DECIMAL/.test(type)) return [filled, 812, '0', '4096'];
    return [filled, 1 + Math.round(900 * numbersOf(name)()), '(direct)', 'zulu'];
  });
  return answer(['n'], [[rows, ...cells]]);
}

function topValues(rows: number, texts: readonly string[] = labels('page')): QueryResult {
  const list: (string | null)[] = [...texts.slice(0, 10), null];
  return answer(
    ['value', 'n'],
    list.map((value, i) => [value, Math.round(rows * 0.4 * 0.6 ** i)]),
  );
}

function cell(column: TableInfo['columns'][number], row: number, texts: readonly string[]): Cell {
  const random = numbersOf(`${column.name} ${row}`);
  if (random() < 0.06 && !/_id$|^ds$/.test(column.name)) return null;
  if (column.name === 'ds') return addDays(published.from, row % 34);
  if (column.type === 'BOOLEAN') return random() < 0.1;
  if (/^DATE$/.test(column.type)) return addDays(published.from, row % 34);
  if (/^TIMESTAMP/.test(column.type))
    return `${addDays(published.from, row % 34)}T1${row % 10}:2${row % 9}:0${row % 7}.000Z`;
  if (/^MAP/.test(column.type)) return { plan: 'bootcamp-live', price: '1497' };
  if (/INT/.test(column.type)) return Math.round(random() * 4_000);
  if (/DOUBLE|FLOAT|DECIMAL/.test(column.type)) return Math.round(random() * 10_000) / 100;
  if (/_id$/.test(column.name)) return String(Math.round(random() * 1e15));
  return texts[Math.floor(random() * texts.length)]!;
}

/** Which rows a page asks for. */
function placesOf(sql: string, rows: number): number[] {
  const limit = Number(/limit (\d+)/.exec(sql)?.[1] ?? 100);
  const offset = Number(/offset (\d+)/.exec(sql)?.[1] ?? 0);
  const count = Math.max(0, Math.min(limit, rows - offset));
  return Array.from({ length: count }, (_, i) => offset + i);
}

const page = (table: TableInfo, sql: string, rows: number, texts?: readonly string[]) =>
  byId(table, placesOf(sql, rows), texts);

const idsOf = (sql: string, rows: number): QueryResult =>
  answer(
    ['id'],
    placesOf(sql, rows).map((place) => [place]),
  );

function byId(
  table: TableInfo,
  ids: readonly number[],
  texts: readonly string[] = labels('page'),
): QueryResult {
  const rows = ids.map((id) => table.columns.map((column) => cell(column, id, texts)));
  return { columns: table.columns, rows, truncated: false };
}
