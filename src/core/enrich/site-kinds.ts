/** What kind of place a visit comes from. */
export const siteKinds = [
  'search',
  'social',
  'video',
  'email',
  'newsletter',
  'ai',
  'paid',
  'site',
] as const;

export type SiteKind = (typeof siteKinds)[number];
