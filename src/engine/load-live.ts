import { loadKept, nothingLoaded } from './load-drop.ts';
import { loadLiveShop } from './load-shop.ts';
import type { Load } from './run-drop.ts';

/** What is live, brought into the current database once more. */
export const loadLive: Load = async (context, steps, signal) => {
  steps.at('read', 0.2);
  if (context.subjects.has('website'))
    await loadKept(context, context.warehouse.deliveries(), signal);
  if (context.subjects.has('shop')) await loadLiveShop(context, signal);
  return { ...nothingLoaded(), isRebuild: true };
};
