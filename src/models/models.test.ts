import { afterAll, describe, expect, it } from 'vitest';
import { planModels } from '../core/project/plan-models.ts';
import {
  buildCandidate,
  day,
  day1,
  hour,
  project,
  second,
  websiteProject,
} from './testing/candidate.ts';
import type { Candidate, StarEvent } from './testing/candidate.ts';

const sourceColumns = [
  'user_id',
  'logged_out_user_id',
  'dim_hostname',
  'dim_country',
  'dim_device_brand',
  'dim_action_type',
  'event_timestamp',
  'other_properties',
  'ds',
];

const visit: StarEvent[] = [
  {
    visitor: 1n,
    at: day1 + 10n * hour,
    path: '/',
    referrer: 't.co',
    source: 'X',
    channel: 'Organic Social',
  },
  {
    visitor: 1n,
    at: day1 + 10n * hour + 60n * second,
    path: '/signup',
    action: 'signup',
    channel: 'Internal',
    user: 7n,
    properties: { plan: 'pro' },
  },
  { visitor: 2n, at: day1 + day, isBot: true },
  { visitor: -3n, at: day1 + day + hour, action: 'asset', path: '/a.css' },
];

const open: Candidate[] = [];
afterAll(() => open.forEach((candidate) => candidate.close()));
async function build(events: StarEvent[], isCoded = true): Promise<Candidate> {
  const candidate = await buildCandidate(events, { isCoded });
  open.push(candidate);
  return candidate;
}

describe.each([
  ['coded', true],
  ['text', false],
])('models over %s dimensions', (_, isCoded) => {
  it('build, with the columns their YAML tells, in order and type', async () => {
    const candidate = await build(visit, isCoded);
    for (const model of planModels(websiteProject).filter(({ columns }) => columns.length > 0)) {
      const described = await candidate.rows(`describe ${model.schema}.${model.name}`);
      const found = described.map((row) => ({
        name: row['column_name'],
        type: String(row['column_type']).replace(/^ENUM\(.*\)$/, 'VARCHAR'),
      }));
      expect(found, model.name).toEqual(model.columns.map(({ name, type }) => ({ name, type })));
    }
  });

  it('keep every event once, with map, landing and session', async () => {
    const candidate = await build(visit, isCoded);
    const rows = await candidate.rows(
      `select logged_out_user_id as id, user_id, dim_action_type as action, ds, session_id is not null as in_session,
        cast(other_properties as varchar) as properties, dim_device_brand as brand
      from core.fct_website_events order by event_timestamp`,
    );
    expect(rows).toEqual([
      {
        id: 1n,
        user_id: null,
        action: 'landing',
        ds: '2026-09-01',
        in_session: true,
        properties: '{}',
        brand: 'Apple',
      },
      {
        id: 1n,
        user_id: 7n,
        action: 'signup',
        ds: '2026-09-01',
        in_session: true,
        properties: '{plan=pro}',
        brand: 'Apple',
      },
      {
        id: 2n,
        user_id: null,
        action: 'page_view',
        ds: '2026-09-02',
        in_session: false,
        properties: '{}',
        brand: null,
      },
      {
        id: -3n,
        user_id: null,
        action: 'asset',
        ds: '2026-09-02',
        in_session: false,
        properties: '{}',
        brand: 'Apple',
      },
    ]);
  });

  it('build over no events at all', async () => {
    const candidate = await build([], isCoded);
    expect(await candidate.rows('select count(*) as n from growth.daily_metrics')).toEqual([
      { n: 0n },
    ]);
  });
});

it('the fact begins with the columns of the sources, in their order', () => {
  const columns = project.models.get('fct_website_events')!.columns.map(({ name }) => name);
  expect(columns.slice(0, 9)).toEqual(sourceColumns);
});

it('every model has a description, and every published column too', () => {
  for (const model of project.models.values()) {
    expect(model.description, model.name).not.toBe('');
    if (model.published) expect(model.columns.length, model.name).toBeGreaterThan(0);
    for (const column of model.columns) expect(column.description, column.name).not.toBe('');
  }
});

it('rows that another live delivery brings are left out', async () => {
  const twice = visit.map((event, i) => ({ ...event, isRepeat: i === 1 }));
  const candidate = await build(twice);
  expect(await candidate.rows('select count(*) as n from core.fct_website_events')).toEqual([
    { n: 3n },
  ]);
  expect(await candidate.rows('select count(*) as n from staging.stg_web_events')).toEqual([
    { n: 4n },
  ]);
});
