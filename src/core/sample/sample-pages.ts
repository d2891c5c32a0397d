import { hashText, weightedChoice } from './random.ts';

export interface SamplePlan {
  plan: string;
  price: number;
  page: string;
}

/** Pages people read; the first visit of a person starts mostly at the front, a blog post or the bootcamp. */
export const pickLandingPage = weightedChoice([
  ['/', 34],
  ['/blog/breaking-into-data-engineering', 12],
  ['/blog/cumulative-table-design', 9],
  ['/blog/data-modeling-basics', 9],
  ['/blog/spark-skew-explained', 7],
  ['/blog/growth-accounting-in-sql', 6],
  ['/bootcamp', 9],
  ['/courses', 5],
  ['/about', 4],
  ['/watch/data-engineering-roadmap', 5],
]);

export const pickNextPage = weightedChoice([
  ['/', 9],
  ['/about', 10],
  ['/blog', 13],
  ['/blog/breaking-into-data-engineering', 7],
  ['/blog/cumulative-table-design', 6],
  ['/blog/data-modeling-basics', 6],
  ['/blog/spark-skew-explained', 5],
  ['/blog/growth-accounting-in-sql', 5],
  ['/blog/write-audit-publish', 4],
  ['/bootcamp', 10],
  ['/courses', 9],
  ['/courses/sql-foundations', 4],
  ['/courses/spark-in-depth', 4],
  ['/signup', 3],
  ['/login', 1],
  ['/watch/data-engineering-roadmap', 3],
  ['/contact', 1],
]);

export const pickLesson = weightedChoice([
  ['/watch/week-1-dimensional-modeling', 34],
  ['/watch/week-2-fact-modeling', 26],
  ['/watch/week-3-spark', 18],
  ['/watch/week-4-pipelines', 13],
  ['/watch/week-5-growth', 9],
]);

export const pickPlan = weightedChoice<SamplePlan>([
  [{ plan: 'bootcamp-self-paced', price: 497, page: '/bootcamp' }, 34],
  [{ plan: 'bootcamp-live', price: 1497, page: '/bootcamp' }, 18],
  [{ plan: 'course-sql-foundations', price: 79, page: '/courses/sql-foundations' }, 30],
  [{ plan: 'course-spark-in-depth', price: 129, page: '/courses/spark-in-depth' }, 18],
]);

export const pickSearch = weightedChoice([
  ['scd', 3],
  ['spark', 3],
  ['interview', 2],
  ['dbt+tests', 1],
  ['airflow', 2],
]);

/** Files a first page pulls in, in the order a browser asks for them. */
export const pageAssets: readonly string[] = [
  '/assets/site.7f3a1c.css',
  '/assets/app.91be02.js',
  '/assets/vendor.4c20d8.js',
  '/images/logo.png',
  '/favicon.ico',
  '/fonts/inter.woff2',
];

export const pickImage = weightedChoice([
  ['/images/hero.png', 4],
  ['/images/diagram-scd.png', 3],
  ['/images/portrait.jpg', 3],
  ['/images/curriculum.webp', 2],
]);

/** Bytes sent: stable for a path, with three variants for the encodings that browsers accept. */
export function pageBytes(url: string, variant: number): number {
  const end = url.indexOf('?');
  const hash = hashText(end < 0 ? url : url.slice(0, end));
  return 2_000 + (hash % 58_000) + variant * (40 + (hash % 17));
}
