/** Ids of the checks that every run brings by itself: no data test of a project can have one of these. */
export const runCheckIds = {
  eventsKept: 'core.fct_website_events.events_kept',
  hostsKnown: 'core.fct_website_events.hosts_known',
  countryTable: 'core.fct_website_events.country_table',
  enoughEvents: 'core.agg_website_events.enough_events',
  enoughPageViews: 'core.agg_website_events.enough_page_views',
} as const;
