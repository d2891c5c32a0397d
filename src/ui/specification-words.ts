import { plural } from './plural.ts';

/** Words of the specification; they come with it, not with the first page. */
export const specificationWords = {
  intro:
    'Written from the models, tests and metrics that run, each time this page opens. To change it, change those.',
  loading: 'Reading the models…',
  download: 'Download as Markdown',
  copy: 'Copy',
  copied: 'Copied as Markdown',
  copyFailed: 'Not copied: this browser does not allow it here.',
  fileName: 'specification.md',
  contents: 'Contents',
  goals: 'Goals and questions',
  goalsText: 'The goal of this pipeline is to answer the following questions:',
  noGoals: 'No metric asks a question.',
  answeredBy: 'Answered by',
  metrics: 'Business Metrics',
  metricColumns: ['Metric Name', 'Definition', 'Is Guardrail?'],
  yes: 'Yes',
  no: 'No',
  flow: 'Flow Diagram',
  flowLabel: (title: string) => `Flow of ${title}: what feeds what, left to right`,
  flowText: 'The same in words',
  source: 'source',
  start: 'starts here',
  reads: (name: string, from: string) => `${name} reads ${from}.`,
  mermaid: 'As Mermaid',
  schemas: 'Schemas',
  key: 'The unique identifier for this table is',
  columns: ['Column Name', 'Column Type', 'Column Comment'],
  columnsOf: (table: string) => `Columns of ${table}`,
  checks: 'Quality Checks',
  noChecks: 'None.',
  expected: (limit: string, holds: boolean) =>
    `Expected: ${limit}; ${holds ? 'else the run is held' : 'else a warning'}.`,
  status: {
    pass: 'passed in the last run',
    warn: 'warned in the last run',
    error: 'failed in the last run',
    learning: 'still learning',
    'n/a': 'not applicable in the last run',
  },
  reviewed: (owner: string | null, day: string | null) =>
    [owner && `Owner: ${owner}`, day && `last review ${day}`].filter(Boolean).join(', '),
  rules: 'Rules',
  ruleColumns: ['Rule', 'Result'],
  rulesLabel: (title: string, count: number) => `${title}: ${count} ${plural(count, 'rule')}`,
};
