import { loadRules } from '../../../src/core/rules/load-rules.ts';
import type { RulesPreview, TriedResult } from '../../../src/core/rules/rules-preview.ts';
import type { Rules } from '../../../src/core/rules/rules.ts';
import { overlayProject } from '../../../src/core/project/overlay-project.ts';
import { Problems } from '../../../src/core/project/problems.ts';
import type { ProjectChanges } from '../../../src/core/project/project-view.ts';
import { shippedModels } from '../../../src/models/index.ts';

/** The rules that ship, with these files over them. */
export function madeRules(changes: ProjectChanges = {}): Rules {
  const files = overlayProject(shippedModels, {}, changes);
  return loadRules(new Map(Object.entries(files)), new Problems());
}

/** A rule that makes a page a signup. */
export const madeRulesPreview: RulesPreview = {
  events: 163_880,
  changed: 1_204,
  days: { from: '2026-09-01', to: '2026-10-04', count: 34 },
  moves: [
    {
      ...{ kind: 'action', from: 'page_view', to: 'signup', rows: 1_204 },
      samples: [
        { host: 'www.eczachly.com', path: '/partners', detail: 'GET 200', rows: 1_100 },
        { host: 'www.zachwilson.tech', path: '/partners/join', detail: 'GET 200', rows: 104 },
      ],
    },
  ],
  matches: [{ kind: 'actions', name: 'partner page', before: 0, after: 1_204 }],
  totals: [
    { metric: 'daily_visitors', before: 21_400, after: 21_400 },
    { metric: 'website_visits', before: 31_200, after: 31_200 },
    { metric: 'website_hits', before: 140_020, after: 140_020 },
    { metric: 'signups', before: 810, after: 1_911 },
    { metric: 'logins', before: 3_020, after: 3_020 },
    { metric: 'purchases', before: 204, after: 204 },
    { metric: 'signup_conversion_rate', before: 0.005_785, after: 0.013_648 },
    { metric: 'purchase_conversion_rate', before: 0.001_457, after: 0.001_457 },
    { metric: 'bounce_rate', before: 0.412, after: 0.401 },
    { metric: 'visit_duration', before: 143.2, after: 143.2 },
  ],
  later: [],
};

/** What the rules that ship make of a page from a mailing. */
export const madeTried: TriedResult = {
  hostname: 'www.eczachly.com',
  path: '/partners',
  action: { value: 'page_view', rule: 'page hit' },
  channel: { value: 'Email', rule: 'email medium' },
  source: '(direct)',
  referrer: '(direct)',
  country: { value: 'DE', rule: null },
  device: { brand: 'Apple', type: 'mobile', os: 'iOS', browser: 'Mobile Safari', rule: null },
  bot: { isBot: false, reason: null },
};
