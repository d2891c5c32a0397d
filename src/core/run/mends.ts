import type { Delivery } from '../warehouse/delivery.ts';
import type { HeldRun } from './held-run.ts';

type Brought = Pick<Delivery, 'name' | 'days' | 'shopTable'>;

/** Whether two files are one export: the same name but for .gz. */
export function sameName(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

/**
 * Whether a new file takes the place of a held one: the same name, or a name that only says more (`events-fixed.csv`,
 * `events (1).csv`) with rows of the same days and hosts. Days and hosts alone are not enough: another piece of a day has them too.
 */
export function mends(fresh: Brought, held: Brought): boolean {
  if (fresh.shopTable !== held.shopTable) return false;
  if (sameName(fresh.name, held.name)) return true;
  const [a, b] = [stem(fresh.name), stem(held.name)];
  const isVersion = a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));
  return isVersion && !/^\d/.test(rest(a, b)) && places(fresh) === places(held);
}

/** What is left of held runs once these files are published: runs without anything left, and those with fewer files. */
export function settleHeld(
  held: readonly HeldRun[],
  fresh: readonly Brought[],
): { fixed: HeldRun[]; left: HeldRun[] } {
  const rest = held.map((run) => ({
    run,
    deliveries: run.deliveries.filter((one) => !fresh.some((file) => mends(file, one))),
  }));
  return {
    fixed: rest.filter(({ deliveries }) => deliveries.length === 0).map(({ run }) => run),
    left: rest
      .filter(({ deliveries }) => deliveries.length > 0)
      .map(({ run, deliveries }) => ({ ...run, deliveries })),
  };
}

function bare(name: string): string {
  return name.replace(/\.gz$/i, '');
}

function stem(name: string): string {
  return bare(name).replace(/\.\w+$/, '');
}

/** What the longer name says more: `2` of `part-1` and `part-12` is another number, not another version. */
function rest(a: string, b: string): string {
  return a.length > b.length ? a.slice(b.length) : b.slice(a.length);
}

function places({ days }: Brought): string {
  return JSON.stringify(days.map(([host, ds]) => `${host} ${ds}`).sort());
}
