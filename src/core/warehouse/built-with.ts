import type { Subject } from '../subject.ts';
import type { Manifest } from './manifest.ts';

/** Versions that the published tables of an area were built with: a run of the other area may have been made with others since. */
export function builtWith(
  { lastRun, shop, versions }: Pick<Manifest, 'lastRun' | 'shop' | 'versions'>,
  subject: Subject,
): Record<string, string> {
  const run = subject === 'website' ? lastRun : shop?.lastRun;
  return run?.versions ?? versions;
}
