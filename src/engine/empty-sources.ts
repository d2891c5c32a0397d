import { planEncodedDimensions, planStar } from '../core/ingest/plan-star.ts';
import { planShopSources } from '../core/shop/plan-shop-load.ts';

/** Statements that create every source a model may read, without a row, with the columns and types of a run. */
export function planEmptySources(): string {
  return `${planStar()}\n${planEncodedDimensions()}\n${planShopSources()}`;
}
