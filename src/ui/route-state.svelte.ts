import type { MetricsInput } from '../core/metrics/metrics-view.ts';
import type { Route, Screen } from './route.ts';
import { keepZone, keptZone } from './kept-zone.ts';
import { formatRoute, parseRoute } from './route.ts';

/** The address as state: hash routing, since a static host in any folder knows one page. */
export class RouteState {
  current = $state.raw<Route>(routeOf(location.hash));
  /** Whether the address named a screen when the page was opened. */
  readonly named = location.hash.length > 2;

  constructor() {
    // The address names the zone, so that it can be passed on; others it leaves as they are.
    if (!location.hash.includes('?') && this.current.scope.timezone) this.replace(this.current);
    addEventListener('hashchange', () => {
      this.current = routeOf(location.hash);
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

  /** Everything published and all of it, by the clock that was chosen. */
  clearScope(): void {
    const { timezone } = this.current.scope;
    this.replace({ ...this.current, scope: timezone === undefined ? {} : { timezone } });
  }

  /** Counts days and hours by the clock of a zone from now on, on this device. */
  setTimezone(name: string): void {
    keepZone(localStorage, name);
    this.setScope({ timezone: name });
  }

  /** Goes into a part of the scope, with a step in the history: back leads out again. */
  enterScope(change: Partial<MetricsInput>): void {
    location.hash = formatRoute({ ...this.current, scope: { ...this.current.scope, ...change } });
  }

  replace(route: Route): void {
    const hash = formatRoute(route);
    history.replaceState(history.state, '', hash);
    this.current = parseRoute(hash);
  }
}

/** An address without any scope leaves the zone to what was chosen on this device; one with a scope is shown as it was made. */
function routeOf(hash: string): Route {
  const route = parseRoute(hash);
  const timezone = hash.includes('?') ? undefined : keptZone(localStorage);
  return timezone === undefined ? route : { ...route, scope: { ...route.scope, timezone } };
}
