import { literal } from '../../lib/sql.ts';
import type { Check, CheckPlan, Counts, CountQuery, Given } from './check.ts';
import { keepDays } from './keep-days.ts';
import { reconcileImports } from './reconcile-imports.ts';
import { runCheckIds } from './run-check-ids.ts';
import type { ImportedDelivery } from './reconcile-imports.ts';
import type { CheckLimits } from './settings.ts';
import type { ShopTable } from '../shop/shop-table.ts';
import type { Subject } from '../subject.ts';
import type { LostDay } from '../warehouse/changed-days.ts';

/** What a run knows beside its tables. */
export interface RunFacts {
  /** Subject areas that the run builds; absent: the website. */
  subjects?: ReadonlySet<Subject>;
  deliveries: ImportedDelivery[];
  /** Exports of a shop that the run loads, and those that no delivery brings. */
  shopDeliveries?: ImportedDelivery[];
  missingExports?: readonly ShopTable[];
  /** Days whose events this run changes: shares of failing rows are taken over these. Undefined: all days. */
  days?: string[];
  /** Published days that would be gone. */
  lostDays?: readonly LostDay[];
  /** Hosts published before this run; empty on the first publication. */
  knownHosts: string[];
  /** Fewer events a day than this are worth a warning; 100 unless set. */
  minimumEvents?: number;
  /** Limits that a person set in place of a check's own. */
  limits?: readonly CheckLimits[];
  /** Ranges in the country table; undefined when not known. */
  countryRanges?: number;
}

/** Events of a day, unless a person says another number. */
const usualMinimum = 100;
const fact = 'core.fct_website_events';
const agg = 'core.agg_website_events';

/** Where the checks of a shop's imports are shown. */
export const shopImport = 'shop.import';

/** The checks of a shop's run that need no relation: its imports. */
export function planShopRunChecks({ shopDeliveries = [] }: RunFacts): CheckPlan {
  return { checks: reconcileImports(shopDeliveries, shopImport), queries: [] };
}

/** The checks that need more than one relation's rows: imports, lost events, hosts, days, lookups. */
export function planRunChecks(facts: RunFacts): CheckPlan {
  const { minimumEvents = usualMinimum } = facts;
  const queried = [eventsKept(), newHosts(facts.knownHosts), ...enoughEvents(minimumEvents)];
  return {
    checks: [
      ...reconcileImports(facts.deliveries),
      keepDays(facts.lostDays ?? [], minimumEvents),
      countryTable(facts.countryRanges),
      ...queried.map((q) => q.check),
    ],
    queries: queried.flatMap((q) => q.query ?? []),
  };
}

interface Queried {
  check: Check;
  query: CountQuery | undefined;
}

function runCheck(
  about: Pick<Check, 'id' | 'on' | 'title' | 'description'>,
  severity: Check['severity'],
  more: Partial<Check> = {},
): Check {
  const anyRow = { operator: '>', value: 0, unit: 'rows' } as const;
  return {
    ...about,
    severity,
    warnIf: anyRow,
    errorIf: severity === 'error' ? anyRow : undefined,
    failingSql: null,
    sampleSql: null,
    given: undefined,
    ...more,
  };
}

function fromFailing(check: Check, failing: string): Queried {
  return {
    check: { ...check, failingSql: failing, sampleSql: `select * from (${failing}) limit 20` },
    query: { sql: `select count(*) as f0, null as t0 from (${failing})`, checks: [check.id] },
  };
}

function eventsKept(): Queried {
  const about = {
    id: runCheckIds.eventsKept,
    on: fact,
    title: 'Every accepted event is in the fact, once',
    description:
      'Rows of the fact = accepted records - rows that another live delivery already brings.',
  };
  const failing = `select * from (select (select count(*) from ingest.events) as accepted,
  (select count(*) from ingest.repeats) as repeats, (select count(*) from ${fact}) as in_fact)
where accepted - repeats <> in_fact or in_fact = 0`;
  return fromFailing(runCheck(about, 'error'), failing);
}

function newHosts(known: string[]): Queried {
  const about = {
    id: runCheckIds.hostsKnown,
    on: fact,
    title: 'Hosts were seen before',
    description: 'A host that no earlier publication has may be a slip in an export.',
  };
  if (known.length === 0) {
    const given: Given = {
      status: 'n/a',
      message: 'This is the first publication: every host is new.',
    };
    return { check: runCheck(about, 'warn', { given }), query: undefined };
  }
  const failing = `select cast(dim_hostname as varchar) as dim_hostname, cast(sum(m_total_events) as bigint) as events
from growth.visitor_hours where cast(dim_hostname as varchar) not in (${known.map(literal).join(', ')})
group by all order by all`;
  return fromFailing(runCheck(about, 'warn'), failing);
}

function enoughEvents(minimum: number): Queried[] {
  const description = `A day with fewer than ${minimum} may be cut off; first and last days often are.`;
  const overall = {
    id: runCheckIds.enoughEvents,
    on: agg,
    title: 'Every day has enough events',
    description,
  };
  const pages = {
    id: runCheckIds.enoughPageViews,
    on: agg,
    title: 'Every day has enough page views',
    description: `${description} Landings are page views.`,
  };
  const days = `select ds, m_total_events from ${agg}
where aggregation_level = '(overall)' and m_total_events < ${literal(minimum)} order by ds`;
  const pageDays = `select ds, coalesce(cast(sum(m_total_events) filter (where dim_action_type in ('page_view', 'landing')) as bigint), 0) as m_total_events
from ${agg} where aggregation_level = 'dim_action_type'
group by ds having m_total_events < ${literal(minimum)} order by ds`;
  return [
    fromFailing(runCheck(overall, 'warn'), days),
    fromFailing(runCheck(pages, 'warn'), pageDays),
  ];
}

function countryTable(ranges: number | undefined): Check {
  const about = {
    id: runCheckIds.countryTable,
    on: fact,
    title: 'The country table is there',
    description: 'Countries come from a table of address ranges; without it all are Unknown.',
  };
  if (ranges === undefined)
    return runCheck(about, 'error', {
      given: { status: 'n/a', message: 'The size of the country table is not known.' },
    });
  const counts: Counts = { failures: ranges > 0 ? 0 : 1, total: null };
  return runCheck(about, 'error', { given: { counts } });
}
