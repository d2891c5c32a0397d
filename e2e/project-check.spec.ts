import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { ProjectChanges, ProjectProblem } from '../src/core/project/project-view.ts';
import { openBuiltFixture, scenario } from './built-fixture.ts';
import type { BuiltFixture } from './built-fixture.ts';

let fixture: BuiltFixture;
let page: Page;

test.beforeAll(async ({ browser }) => {
  fixture = await openBuiltFixture();
  page = await browser.newPage();
  await page.goto(fixture.url);
});

test.afterAll(async () => {
  await page.close();
  await fixture.close();
});

const check = (changes: ProjectChanges) =>
  scenario<{ problems: ProjectProblem[]; ms: number }>(page, 'checkProject', changes);

const sql = `with days as (
  select ds, 'é' as mark, count(*) as events from {{ ref('fct_website_events') }} group by all
)
select ds, events from days`;
const yaml = `models:
  - name: agg_days
    description: Events by day.
    config: { materialized: table, published: true, key: [ds] }
    columns:
      - { name: ds, data_type: VARCHAR, data_tests: [not_null] }
      - { name: events, data_type: BIGINT }
`;
const model = (text: string): ProjectChanges => ({
  'growth/agg_days.sql': text,
  'growth/agg_days.yml': yaml,
});

test('every shipped model binds in the engine of the browser; a change is checked as one types', async () => {
  expect((await check({})).problems).toEqual([]);
  expect((await check(model(sql))).problems).toEqual([]);
  const times: number[] = [];
  for (let i = 1; i <= 5; i++) {
    const { problems, ms } = await check(model(sql.replace('count(*)', `count(*) + ${i}`)));
    expect(problems).toEqual([]);
    times.push(Math.round(ms));
  }
  console.log(`a changed model is checked in ${times.join(', ')} ms`);
  expect(Math.min(...times)).toBeLessThan(300);
});

test('an error is told at its place, as by the native engine', async () => {
  const at = async (text: string) => {
    const { problems } = await check(model(text));
    return problems.map(({ file, line, column }) => [file, line, column]);
  };
  // The change that breaks it, and the word that is pointed at.
  const cases = [
    ['ds, events from', 'ds, evnts from', 'evnts'],
    ['group by all', 'group by al\n', 'al\n'],
    ['from days', 'form days x y', 'days x y'],
    ["ref('fct_website_events')", "ref('nobody')", "{{ ref('nobody')"],
    ['count(*)', 'sum(ds)', 'sum(ds)'],
  ] as const;
  for (const [from, to, word] of cases) {
    const text = sql.replace(from, to);
    const before = text.slice(0, text.indexOf(word)).split('\n');
    const place = ['growth/agg_days.sql', before.length, before.at(-1)!.length + 1];
    expect(await at(text), to).toEqual([place]);
  }
});

test('a draft is previewed over no rows where nothing is published', async () => {
  const changes = model(sql);
  const shown = await scenario(page, 'preview', { model: 'agg_days', changes });
  expect(shown).toMatchObject({ columns: [{ name: 'ds' }, { name: 'events' }], rows: [] });
});
