import { describe, expect, it } from 'vitest';
import { shippedModels } from '../../models/index.ts';
import { loadProject } from '../project/load-project.ts';
import type { Finding } from '../quality/finding.ts';
import { defaultQualitySettings } from '../quality/settings.ts';
import { specificationMarkdown } from './specification-markdown.ts';
import { specificationOf } from './specification-of.ts';
import type { Schema, SpecifiedArea } from './specification.ts';
import { readHeadings } from './testing/read-markdown.ts';

const specification = specificationOf(loadProject(shippedModels));
const markdown = specificationMarkdown(specification);

function website(files = shippedModels): SpecifiedArea {
  return specificationOf(loadProject(files)).areas.find(({ subject }) => subject === 'website')!;
}

function schema(name: string, files = shippedModels): Schema {
  return website(files).schemas.find((one) => one.name === name)!;
}

/** The shipped files with one text changed; fails where it is not there. */
function changed(path: string, from: string, to: string): Record<string, string> {
  const text = shippedModels[path]!;
  expect(text).toContain(from);
  return { ...shippedModels, [path]: text.replace(from, to) };
}

describe('a reader of source 1', () => {
  it('finds its three questions in its order, with what follows from them', () => {
    const goals = website().goals.map(({ metrics, under }) => [
      metrics[0],
      under.flatMap((goal) => goal.metrics),
    ]);
    const place = (name: string): number => goals.findIndex(([metric]) => metric === name);
    expect(place('daily_visitors')).toBe(0);
    expect(goals).toContainEqual(['website_hits', ['traffic_breakdown']]);
    expect(goals).toContainEqual(['signups', ['signup_conversion_rate']]);
    expect(goals).toContainEqual(['purchases', ['purchase_conversion_rate']]);
    expect(place('website_hits')).toBeLessThan(place('signups'));
    expect(place('signups')).toBeLessThan(place('purchases'));
  });

  it('finds its parts in the same order', () => {
    const headings = readHeadings(markdown);
    const wanted = [
      '# User growth pipeline',
      '## Business Metrics',
      '## Flow Diagram',
      '## Schemas',
      '### core.fct_website_events',
      '#### Quality Checks',
      '### core.agg_website_events',
      '#### Quality Checks',
    ];
    expect(headings.slice(0, wanted.length)).toEqual(wanted);
    const goals = markdown.indexOf('answer the following questions');
    expect(goals).toBeGreaterThan(markdown.indexOf('# User growth pipeline'));
    expect(goals).toBeLessThan(markdown.indexOf('## Business Metrics'));
  });

  it('finds the nine columns of the fact and the seven of the aggregate, with their types', () => {
    const of = (name: string, count: number): string[] =>
      schema(name)
        .columns.slice(0, count)
        .map((column) => `${column.name} ${column.type}`);
    expect(of('core.fct_website_events', 9)).toEqual([
      'user_id BIGINT',
      'logged_out_user_id BIGINT',
      'dim_hostname STRING',
      'dim_country STRING',
      'dim_device_brand STRING',
      'dim_action_type STRING',
      'event_timestamp TIMESTAMP',
      'other_properties MAP(STRING, STRING)',
      'ds STRING',
    ]);
    expect(of('core.agg_website_events', 7)).toEqual([
      'dim_action_type STRING',
      'dim_country STRING',
      'dim_device_brand STRING',
      'event_hour INTEGER',
      'm_total_events BIGINT',
      'aggregation_level STRING',
      'ds STRING',
    ]);
    expect(schema('core.fct_website_events').key).toEqual([
      'logged_out_user_id',
      'event_timestamp',
    ]);
    expect(markdown).toContain(
      'The unique identifier for this table is **logged_out_user_id**, **event_timestamp**.',
    );
  });

  it('finds its checks in its order', () => {
    const places = (name: string, ids: string[]): number[] => {
      const { checks } = schema(name);
      return ids.map((id) => checks.findIndex((check) => check.ids.includes(`${name}.${id}`)));
    };
    const fact = places('core.fct_website_events', [
      'not_null.dim_hostname',
      'key_is_unique',
      'hostname_well_formed',
      'volume',
      'action_is_known',
    ]);
    const agg = places('core.agg_website_events', [
      'agg_overall_is_largest',
      'hours',
      'enough_events',
    ]);
    for (const list of [fact, agg]) {
      expect(list).not.toContain(-1);
      expect(list).toEqual([...list].sort((a, b) => a - b));
    }
    const [nulls] = schema('core.fct_website_events').checks;
    expect(nulls!.title).toMatch(/^Not NULL checks on \(/);
    for (const column of [
      'dim_hostname',
      'dim_action_type',
      'event_timestamp',
      'dim_country',
      'logged_out_user_id',
    ])
      expect(nulls!.title).toContain(column);
  });

  it('finds its business metrics, guardrails first', () => {
    const metrics = website().metrics.map(({ name, isGuardrail }) => [name, isGuardrail]);
    expect(metrics.slice(0, 3)).toEqual([
      ['signup_conversion_rate', true],
      ['purchase_conversion_rate', true],
      ['traffic_breakdown', false],
    ]);
  });
});

describe('what changes in a file shows', () => {
  it('a description', () => {
    const files = changed(
      './core/fct_website_events.yml',
      'Site, lower case.',
      'The site | its host.',
    );
    expect(schema('core.fct_website_events', files).columns[2]!.comment).toBe(
      'The site | its host.',
    );
    expect(specificationMarkdown(specificationOf(loadProject(files)))).toContain(
      '| dim_hostname | STRING | The site \\| its host. |',
    );
  });

  it('a limit of a test, a new test and one that is gone', () => {
    const path = './core/fct_website_events.yml';
    const known = (files: Record<string, string>) =>
      schema('core.fct_website_events', files).checks.find(({ ids }) =>
        ids.includes('core.fct_website_events.action_is_known'),
      );
    expect(known(shippedModels)?.expected).toBe('0 rows; an error above 0.1 % of rows');
    expect(known(changed(path, "error_if: '> 0.1 %'", "error_if: '> 3 %'"))?.expected).toBe(
      '0 rows; an error above 3 % of rows',
    );
    const added = changed(
      path,
      '- name: dim_referrer\n',
      `- name: dim_referrer
        data_tests: [{ matches: { pattern: '^.', title: Referrers are not empty } }]
`,
    );
    expect(schema('core.fct_website_events', added).checks.map(({ title }) => title)).toContain(
      'Referrers are not empty',
    );
    const gone = Object.entries(shippedModels).filter(([name]) => !name.includes('agg_overall_is'));
    expect(
      schema('core.agg_website_events', Object.fromEntries(gone)).checks.flatMap(({ ids }) => ids),
    ).not.toContain('core.agg_website_events.agg_overall_is_largest');
  });

  it('a metric: its definition and its question', () => {
    const files = {
      ...shippedModels,
      './metrics/heavy_visitors.yml': `metrics:
  - name: heavy_visitors
    label: Heavy visitors
    definition: visitors with ten hits or more
    question: How many people read a lot?
    model: dim_visitors
    numerator: { count: '*', where: website_hits >= 10 }
`,
    };
    const area = website(files);
    expect(area.metrics.find(({ name }) => name === 'heavy_visitors')).toMatchObject({
      definition: 'visitors with ten hits or more',
    });
    expect(area.goals.map(({ question }) => question)).toContain('How many people read a lot?');
  });

  it('statuses of the last run and limits that a person set', () => {
    const id = 'core.fct_website_events.not_null.dim_country';
    const checks = [{ id, status: 'warn' } as Finding];
    const [area] = specificationOf(loadProject(shippedModels), { checks }).areas;
    const nulls = area!.schemas[0]!.checks.find(({ ids }) => ids.includes(id));
    expect(nulls?.status).toBe('warn');
    const limits = [{ check: 'core.fct_website_events.hostname_well_formed', warnIf: '> 7' }];
    const settings = { ...defaultQualitySettings, limits };
    const [limited] = specificationOf(loadProject(shippedModels), { settings }).areas;
    const hosts = limited!.schemas[0]!.checks.find(({ ids }) => ids.includes(limits[0]!.check));
    expect(hosts?.expected).toMatch(/^at most 7 rows/);
  });
});

describe('the flow', () => {
  it('names every model of the area, and an arrow for every reference', () => {
    for (const { subject, flow } of specification.areas) {
      const models = [...loadProject(shippedModels).models.values()].filter(
        (model) => model.subject === subject,
      );
      const ids = flow.layers.flatMap(({ nodes }) => nodes.map(({ id }) => id));
      for (const model of models) {
        const id = `${model.schema}.${model.name}`;
        expect(ids).toContain(id);
        const into = flow.edges.filter(({ to }) => to === id).length;
        expect(into).toBe(new Set(model.refs).size + new Set(model.sources).size);
      }
      expect(new Set(ids).size).toBe(ids.length);
    }
    expect(markdown).toMatch(/```mermaid\nflowchart LR\n {2}subgraph /);
  });
});
