const usual: Record<string, readonly string[]> = {
  referrer: [
    'www.google.com',
    'www.linkedin.com',
    't.co',
    'news.ycombinator.com',
    'github.com',
    'duckduckgo.com',
    '(none)',
  ],
  channel: ['Direct', 'Organic search', 'Social', 'Email', 'Paid search', 'Referral', 'Video'],
  source: ['Google', 'LinkedIn', 'Newsletter', 'X', 'Hacker News', 'YouTube', '(unknown)'],
  country: [
    'US',
    'IN',
    'DE',
    'GB',
    'BR',
    'CA',
    'AU',
    'NG',
    'FR',
    'JP',
    'PL',
    'KE',
    'MX',
    '(unknown)',
  ],
  device_brand: ['Apple', 'Samsung', 'Google', 'Xiaomi', 'OnePlus', '(unknown)'],
  device_type: ['desktop', 'mobile', 'tablet'],
  os: ['macOS', 'Windows', 'iOS', 'Android', 'Linux', 'Chrome OS'],
  browser: ['Chrome', 'Safari', 'Firefox', 'Edge', 'Samsung Internet'],
  page: [
    '/',
    '/blog/breaking-into-data-engineering',
    '/bootcamp',
    '/blog/cumulative-table-design',
    '/courses',
    '/about',
    '/watch/data-engineering-roadmap',
    '/blog/spark-skew-explained',
  ],
  exit_page: [
    '/bootcamp',
    '/',
    '/signup',
    '/blog/cumulative-table-design',
    '/courses/sql-foundations',
    '/contact',
  ],
  utm_source: ['newsletter', 'google', 'linkedin', '(none)'],
  utm_medium: ['email', 'cpc', 'paid_social', '(none)'],
  utm_campaign: ['weekly-2026-09-21', 'bootcamp-search', 'fall-bootcamp', '(none)'],
  action: ['page_view', 'landing', 'asset', 'login', 'signup', 'purchase', 'other'],
};

const odd = [
  'مدونة هندسة البيانات: كيف تبني مستودعًا موثوقًا به من الصفر وحتى النشر الكامل',
  '🚀🧑🏽‍🚀 launch week — 発売記念キャンペーン第二弾',
  'a-name-without-any-place-to-break-it-that-goes-on-and-on-and-on-until-it-is-longer-than-every-panel-could-ever-be-wide',
  'עמוד הבית / blog?utm_source=ניוזלטר&utm_campaign=שבועי',
  'Ein ausgesprochen langer Name, wie ihn nur ein Ausschuss für Benennungsangelegenheiten finden kann',
  '<script>alert("no")</script>',
  'データエンジニアリング入門講座：分析基盤の設計と運用',
  '   ',
];

/** What a breakdown is made of. */
export function labels(name: string): readonly string[] {
  return usual[name] ?? [];
}

/** The same, with names that nobody planned for, and many of them. Countries and devices stay what they are. */
export function longLabels(name: string): readonly string[] {
  if (/country|device_type/.test(name)) return labels(name);
  return [...odd, ...labels(name), ...Array.from({ length: 180 }, (_, i) => `${name} ${i + 1}`)];
}

/** Hundreds of hosts, some of them long. */
export const manyHosts: readonly string[] = [
  'www.eczachly.com',
  'a-subdomain-that-is-as-long-as-dns-allows-it-to-be-in-one-label.staging.internal.example-company.co.uk',
  'xn--mgbh0fb.xn--kgbechtv',
  ...Array.from({ length: 317 }, (_, i) => `shop-${String(i + 1).padStart(3, '0')}.example.com`),
];
