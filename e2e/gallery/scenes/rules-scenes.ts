import { writeRules } from '../../../src/core/rules/write-rules.ts';
import { madeRules, madeRulesPreview } from '../made/made-rules.ts';
import { longLabels } from '../made/made-labels.ts';
import { emptyStatus, madeStatus } from '../made/made-workbench.ts';
import type { Browser } from '../stand-ins.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/rules';
const shipped = madeRules();
const partner = {
  ...{ name: 'partner page', action: 'signup' as const, when: { path: '^/partners' } },
};
const drafted = (files: Record<string, string>): Browser => ({
  kept: { 'homegrown.drafts': JSON.stringify(files) },
});
const draft = drafted({
  'rules/actions.yml': writeRules('actions', [partner, ...shipped.actions.slice(1)]),
});
const visitors = drafted({
  'rules/bots.yml': writeRules('bots', [
    { name: 'our uptime check', isBot: true, when: { userAgent: 'UptimeProbe' } },
    { name: 'the office is no bot', isBot: false, when: { address: '203.0.113.0/24' } },
  ]),
  'rules/countries.yml': writeRules('countries', [
    { name: 'office network', address: '203.0.113.0/24', country: 'DE' },
  ]),
});
const huge = drafted({
  'rules/actions.yml': writeRules(
    'actions',
    longLabels('rule')
      .filter((name) => name.trim() !== '')
      .map((name) => ({ ...partner, name })),
  ),
});

export const rulesScenes: Scenes = {
  actions: { title: 'Rules of actions', at },
  channels: { title: 'Rules of channels', at: `${at}/channels` },
  hosts: { title: 'No hosts of one’s own', at: `${at}/hosts` },
  bots: { title: 'Rules of bots, drafted', at: `${at}/bots`, browser: visitors },
  countries: { title: 'Rules of countries, drafted', at: `${at}/countries`, browser: visitors },
  changed: { title: 'A draft, and what would change', at, browser: draft },
  form: { title: 'A new rule', at, act: (person) => person.press('n') },
  huge: { title: 'Odd and long names', at, browser: huge },
  unchanged: {
    title: 'A draft that changes nothing',
    at,
    browser: draft,
    workbench: {
      previewRules: async () => ({
        ...{ ...madeRulesPreview, changed: 0, days: null, moves: [] },
        totals: madeRulesPreview.totals.map((total) => ({ ...total, after: total.before })),
      }),
    },
  },
  previewing: {
    ...{ title: 'A preview on its way', at, browser: draft },
    workbench: { previewRules: forever },
  },
  'preview-failed': {
    title: 'A preview that failed',
    at,
    browser: draft,
    workbench: { previewRules: failing('query-failed', 'Out of Memory Error') },
  },
  broken: {
    title: 'A file that cannot be read',
    at,
    browser: drafted({ 'rules/actions.yml': 'actions:\n  - name: [' }),
  },
  empty: {
    title: 'Nothing published',
    at,
    browser: draft,
    workbench: { status: async () => emptyStatus },
  },
  'read-only': {
    title: 'A warehouse of a newer version',
    at,
    browser: draft,
    workbench: {
      status: async () =>
        madeStatus({ readOnly: 'This warehouse has format 9; this version writes format 3' }),
    },
  },
};
