import { planDecided, planRequestsOf, planRuled } from '../core/ingest/plan-reclassify.ts';
import type { Rules } from '../core/rules/rules.ts';
import { decideAlike } from '../core/rules/same-rules.ts';
import { decideAnew } from './decide-anew.ts';
import type { Database } from './ports.ts';

const requests = 'ingest.all_requests';

/**
 * Gives the events of earlier deliveries, once they are in the star of the current database, the actions and channels of the rules
 * in force where those of `before`, by which they were made, say otherwise. Requests that a fresh file brings too are up to date.
 */
export async function reclassifyKept(
  db: Database,
  { before, after }: { before: Rules; after: Rules },
  deliveries: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (deliveries.length === 0 || decideAlike(before, after)) return;
  await db.run(planRuled(requests, planRequestsOf(deliveries)), { signal });
  await decideAnew(db, { before, after, requests, signal });
  await db.run(planDecided(), { signal });
}
