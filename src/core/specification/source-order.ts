import { metricNames } from '../metrics/metrics-view.ts';
import type { Subject } from '../subject.ts';

/** Titles and first sentences of the areas: the only words of the specification that no model, test or metric holds. */
export const areaTexts: Record<Subject, { title: string; intro: string }> = {
  website: {
    title: 'User growth pipeline',
    intro: 'This pipeline measures website traffic and user growth.',
  },
  shop: {
    title: 'Shop marts',
    intro: 'These marts measure what people look at, put into the cart and buy.',
  },
};

const firstSchemas = ['core.fct_website_events', 'core.agg_website_events'];
const layers = ['core', 'growth', 'product', 'marketing', 'intermediate', 'staging', 'shop'];

/** The tables of the sources first, then by layer: marts before what they are made of. Others keep their order. */
export function schemaRank(schema: string, name: string): number {
  const first = firstSchemas.indexOf(`${schema}.${name}`);
  if (first >= 0) return first - firstSchemas.length;
  const layer = layers.indexOf(schema);
  return layer < 0 ? layers.indexOf('intermediate') : layer;
}

/** Metrics of the sources in the order they are shown; others after them. */
export function metricRank(name: string): number {
  const place = (metricNames as readonly string[]).indexOf(name);
  return place < 0 ? metricNames.length : place;
}

const sourceMetrics = [
  'signup_conversion_rate',
  'purchase_conversion_rate',
  'traffic_breakdown',
  'traffic_breakdown_by_channel',
];

/** In the table of business metrics: those of the sources first, then guardrails, then as `metricRank` has them. */
export function tableRank(name: string, isGuardrail: boolean): number {
  const place = sourceMetrics.indexOf(name);
  return place >= 0 ? place : sourceMetrics.length + (isGuardrail ? 0 : 1);
}
