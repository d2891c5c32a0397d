import type { MetricsInput } from '../core/metrics/metrics-view.ts';
import type { Route, Screen } from './route.ts';
import { formatRoute, parseRoute } from './route.ts';

/** The address as state: hash routing, since a static host in any folder knows one page. */
export class RouteState {
  current = $state.raw<Route>(parseRoute(location.hash));
  /** Whether the address named a screen when the page was opened. */
  readonly named = location.hash.length > 2;

  constructor() {
    addEventListener('hashchange', () => {
      this.current = parseRoute(location.hash);
    });
  }

  /** The address of a screen, or of a part of it, with the scope kept. */
  href(screen: Screen, part?: string): string {
    const { scope, metric } = this.current;
    return formatRoute({ screen, scope, metric, ...(part ? { part } : {}) });
  }

  open(screen: Screen, part?: string): void {
    location.hash = this.href(screen, part);
  }

  /** Changes the scope without a step in the history for every click. */
  setScope(change: Partial<MetricsInput>): void {
    this.replace({ ...this.current, scope: { ...this.current.scope, ...change } });
  }

  replace(route: Route): void {
    const hash = formatRoute(route);
    history.replaceState(history.state, '', hash);
    this.current = parseRoute(hash);
  }
}
