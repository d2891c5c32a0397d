import type { CheckLimits } from '../settings.ts';

/** The defaults of a check with what a person set for all hosts, then for this one. Names the check does not have are left. */
export function limitsFor<T extends Record<string, number>>(
  defaults: T,
  check: string,
  host: string,
  limits: readonly CheckLimits[],
): T {
  const own = limits.filter((one) => one.check === check);
  const general = own.filter((one) => one.host === undefined);
  const special = own.filter((one) => one.host === host);
  const set = Object.assign({}, ...[...general, ...special].map(({ values }) => values)) as T;
  const known = Object.keys(defaults).filter((name) => Number.isFinite(set[name]));
  return { ...defaults, ...Object.fromEntries(known.map((name) => [name, set[name]])) };
}
