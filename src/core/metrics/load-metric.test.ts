import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { checkProject } from '../project/check-project.ts';
import { loadProject } from '../project/load-project.ts';
import { namesIn, objectionToExpression } from './check-expression.ts';

const modelFiles = (published = true) => ({
  'growth/hours.sql': "select * from {{ source('ingest', 'events') }}",
  'growth/hours.yml': `models:
  - name: hours
    description: Hours.
    config: { materialized: table, published: ${published} }
    columns:
      - { name: ds, data_type: VARCHAR }
      - { name: dim_hostname, data_type: VARCHAR }
      - { name: hits, data_type: BIGINT }
      - { name: n1, data_type: BIGINT }
      - { name: value, data_type: VARCHAR }
`,
});
const sound = `metrics:
  - name: rate
    label: Rate
    definition: Hits / rows
    model: hours
    numerator:
      sum: hits
    denominator:
      count: '*'
      where: hits > 0
    grain: ds
    dimensions:
      - dim_hostname
    guardrail: true
    direction: up
    format: share
`;

const problemsOf = (yaml: string, file = 'metrics/rate.yml', published = true) =>
  checkProject({ ...modelFiles(published), [file]: yaml }).problems;

describe('a metric that is broken says where', () => {
  it('and one that is sound loads', () => {
    expect(problemsOf(sound)).toEqual([]);
    const metric = loadProject({ ...modelFiles(), 'metrics/rate.yml': sound }).metrics.get('rate');
    expect(metric).toMatchObject({
      numerator: { aggregate: 'sum', of: 'hits', where: undefined },
      denominator: { aggregate: 'count', of: undefined, where: 'hits > 0' },
      file: 'metrics/rate.yml',
      subject: 'website',
    });
  });

  it.each([
    ['model: hours', 'model: days', 5, 12, 'unknown model: days'],
    ['- dim_hostname', '- dim_host', 13, 9, 'unknown column of hours: dim_host'],
    [
      '- dim_hostname',
      '- dim_hostname\n      - dim_hostname',
      14,
      9,
      'a dimension stands twice: dim_hostname',
    ],
    ['- dim_hostname', '- n1', 13, 9, "a column of a metric's result has this name: n1"],
    ['- dim_hostname', '- value', 13, 9, "a column of a metric's result has this name: value"],
    ['grain: ds', 'grain: day', 11, 12, 'unknown column of hours: day'],
    [
      'sum: hits',
      'sum: sum(hits',
      7,
      12,
      'numerator.sum: a bracket is never closed, or never opened: sum(hits',
    ],
    [
      'where: hits > 0',
      'where: hits > 0; drop table x',
      10,
      14,
      'denominator.where: no semicolon here: hits > 0; drop table x',
    ],
    ['direction: up', 'direction: down', 14, 16, /^a guardrail is a rate that should not fall/],
    ['sum: hits', 'maximum: hits', 7, 7, /a measure is one of count/],
    ['format: share', 'format: percent', 16, 13, /format/],
    ['label: Rate', 'labels: Rate', 2, 5, /label/],
  ])('%s as %s', (before, after, line, column, message) => {
    const [first] = problemsOf(sound.replace(before, after));
    expect(first).toMatchObject({ file: 'metrics/rate.yml', line, column });
    expect(first!.message).toMatch(message);
  });

  it('of another name than its file, or over a model that is not published', () => {
    expect(problemsOf(sound, 'metrics/other.yml')[0]).toMatchObject({
      file: 'metrics/other.yml',
      line: 2,
      column: 11,
      message: 'the metric is not named after its file: rate',
    });
    expect(problemsOf(sound, 'metrics/rate.yml', false)[0]).toMatchObject({ line: 5, column: 12 });
  });

  it('and all that is wrong, not only the first', () => {
    const twice = sound.replace('- dim_hostname', '- a\n      - b').replace('guardrail: true', '');
    expect(problemsOf(twice).map(({ message }) => message)).toEqual([
      'unknown column of hours: a',
      'unknown column of hours: b',
    ]);
    expect(() => loadProject({ ...modelFiles(), 'metrics/rate.yml': twice })).toThrow(
      WorkbenchError,
    );
  });

  it('refuses metrics of the overview that cannot be counted by day and site', () => {
    const signups = sound
      .replace('name: rate', 'name: signups')
      .replace('      - dim_hostname\n', '      - hits\n');
    const problems = problemsOf(
      signups.replace('guardrail: true', 'guardrail: false'),
      'metrics/signups.yml',
    );
    expect(problems).toEqual([
      {
        file: 'metrics/signups.yml',
        line: 13,
        column: 7,
        message: 'the overview needs it with the grain ds and the dimension dim_hostname',
      },
    ]);
  });
});

it('an expression stands alone, whatever its texts hold', () => {
  for (const sql of [
    "a = 'it''s; -- ('",
    '"odd ; name" > 0',
    'case when a then b end',
    'a[1] + (b)',
  ])
    expect(objectionToExpression(sql), sql).toBeUndefined();
  for (const sql of ['a -- b', 'a /* b */', 'a; b', "a = 'b", 'a)', '(a', "{{ ref('x') }}", '(a]'])
    expect(objectionToExpression(sql), sql).toBeDefined();
});

it('names of columns are told from functions and texts', () => {
  expect(namesIn(`coalesce(signups, 0) + "odd ""one""" > 'hits'`)).toEqual([
    'signups',
    'odd "one"',
  ]);
});
