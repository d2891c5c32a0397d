import type { WorkbenchState } from './workbench-state.svelte.ts';

let handed: string | undefined;

/** Opens the SQL console with this query in a tab of its own, as any screen may: "why this number". It is not run by itself. */
export function openInConsole(app: WorkbenchState, sql: string): void {
  handed = sql;
  if (app.route.current.screen === 'explore' && app.route.current.part === 'sql')
    dispatchEvent(new Event(handedOver));
  else app.route.open('explore', 'sql');
}

/** Tells a console that is open already. */
export const handedOver = 'homegrown-query';

/** The query that was handed over, once. */
export function takeHanded(): string | undefined {
  const sql = handed;
  handed = undefined;
  return sql;
}
