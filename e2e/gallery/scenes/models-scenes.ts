import { heldFindings, madeReport } from '../made/made-runs.ts';
import { madeFindings } from '../made/made-findings.ts';
import { madeProject } from '../made/made-project.ts';
import { emptyStatus, madeStatus } from '../made/made-workbench.ts';
import type { Browser } from '../stand-ins.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/models';
const file = madeProject.files.find(({ path }) => path === 'core/fct_sessions.sql')!;
const drafts: Browser = {
  kept: {
    'homegrown.drafts': JSON.stringify({
      [file.path]: `${file.text}\nwhere session_seconds > 0\n`,
      'core/dim_campaigns.sql':
        "select distinct utm_campaign from {{ ref('fct_website_events') }}\n",
      'metrics/bounce_rate.yml': null,
    }),
  },
};
const problems = [
  {
    file: file.path,
    line: 12,
    column: 3,
    message: 'column not found: session_secnds. Did you mean session_seconds?',
  },
  {
    file: 'core/dim_campaigns.sql',
    line: 1,
    column: 1,
    message: 'a model needs a description: dim_campaigns',
  },
];
const broken = { checkProject: async () => problems };

export const modelsScenes: Scenes = {
  files: { title: 'The list of files', at },
  file: { title: 'A model in the editor', at: `${at}/editor/fct_sessions` },
  preview: {
    title: 'A preview of its rows',
    at: `${at}/editor/fct_sessions`,
    act: (person) => person.click(/^Preview/),
  },
  'preview-failed': {
    title: 'A preview that failed',
    at: `${at}/editor/fct_sessions`,
    workbench: {
      preview: failing(
        'query-failed',
        'Binder Error: Referenced column "session_secnds" not found in FROM clause!',
      ),
    },
    act: (person) => person.click(/^Preview/),
  },
  drafts: { title: 'Drafts', at: `${at}/editor/fct_sessions`, browser: drafts },
  diff: {
    title: 'Compared with what ships',
    at: `${at}/editor/fct_sessions`,
    browser: drafts,
    act: (person) => person.click('Compare with shipped'),
  },
  problems: {
    title: 'Problems of drafts',
    at: `${at}/editor/fct_sessions`,
    browser: drafts,
    workbench: broken,
  },
  unknown: { title: 'No such file', at: `${at}/editor/nothing_of_that_name` },
  new: { title: 'A new model', at, act: (person) => person.click('New…') },
  history: { title: 'What was applied', at, act: (person) => person.click('History') },
  apply: { title: 'Applying', at, browser: drafts, act: (person) => person.click('Apply…') },
  'apply-broken': {
    title: 'Applying what is broken',
    at,
    browser: drafts,
    workbench: broken,
    act: (person) => person.click('Apply…'),
  },
  applying: {
    title: 'Being applied',
    at,
    browser: drafts,
    workbench: {
      applyProject: (_, options) => {
        options?.onProgress?.({ step: 'build', share: 0.4 });
        return forever();
      },
    },
    act: async (person) => {
      await person.click('Apply…');
      await person.click('Apply');
    },
  },
  applied: {
    title: 'Applied',
    at,
    browser: drafts,
    act: async (person) => {
      await person.click('Apply…');
      await person.click('Apply');
    },
  },
  held: {
    title: 'Held by checks',
    at,
    browser: drafts,
    workbench: { applyProject: async () => madeReport('held', heldFindings) },
    act: async (person) => {
      await person.click('Apply…');
      await person.click('Apply');
    },
  },
  empty: {
    title: 'Nothing published',
    at: `${at}/editor/fct_sessions`,
    workbench: { status: async () => emptyStatus },
  },
  'read-only': {
    title: 'Of a newer version',
    at,
    browser: drafts,
    workbench: {
      status: async () =>
        madeStatus({ readOnly: 'This warehouse has format 9; this version writes format 3' }),
    },
    act: (person) => person.click('Apply…'),
  },
  loading: { title: 'On its way', at, workbench: { project: forever } },
  failed: {
    title: 'Cannot be read',
    at,
    workbench: { project: failing('warehouse-damaged', 'project.json cannot be read') },
  },
  lineage: { title: 'Lineage', at: `${at}/lineage` },
  'lineage-node': { title: 'Lineage of a model', at: `${at}/lineage/model:fct_sessions` },
  'lineage-column': { title: 'Lineage of a column', at: `${at}/lineage/model:fct_sessions/ds` },
  'lineage-loading': {
    title: 'Lineage on its way',
    at: `${at}/lineage`,
    workbench: { lineage: forever },
  },
  specification: { title: 'Specification', at: `${at}/specification` },
  'specification-failing': {
    title: 'Specification with failing checks',
    at: `${at}/specification`,
    workbench: { checks: async () => madeFindings({}, 'learning') },
  },
};
