import { markdownTable } from './report.mjs';

const ms = (value) => Math.round(value).toLocaleString('en');

/** The value that a share of the values does not exceed. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function row(name, clicks) {
  const [tab, native] = ['ms', 'native'].map((key) => clicks.map((click) => click[key]));
  const longest = Math.max(0, ...clicks.flatMap(({ longTasks }) => longTasks));
  const long = clicks.filter(({ longTasks }) => longTasks.length > 0).length;
  return [
    name,
    clicks.length,
    ms(quantile(tab, 0.5)),
    ms(quantile(tab, 0.95)),
    ms(quantile(native, 0.5)),
    (quantile(tab, 0.5) / quantile(native, 0.5)).toFixed(1),
    long,
    longest === 0 ? '' : ms(longest),
  ];
}

const head = ['click', 'clicks', 'p50 ms', 'p95 ms', 'native p50 ms', 'times native'].concat([
  'with long tasks',
  'longest ms',
]);

function sizeSection({ rows, clicks, firstView, firstFilter }) {
  const kinds = [...new Set(clicks.map(({ kind }) => kind))];
  const all = [...kinds.map((kind) => [kind, clicks.filter((one) => one.kind === kind)])];
  return [
    `${ms(rows)} events:`,
    markdownTable(
      head,
      [...all, ['all', clicks]].map(([kind, some]) => row(kind, some)),
    ),
    `- Opened anew, the numbers are on screen after ${ms(firstView)} ms; a filter clicked at once is answered after ${ms(firstFilter.ms)} ms, the tables loaded on the way.`,
  ].join('\n\n');
}

const method = `From the click (its own time stamp) until everything that waited for an answer has it and two frames were drawn. The native
column is DuckDB with the same number of threads running the queries that the overview has compiled for the same address, one after
another, their tables in memory. Long tasks are those of the main thread over 50 ms.`;

/** The part of bench/README.md about clicks; `others`: the share of the processors that other programs took. */
export function interactionSection(results, { date, others }) {
  const meanwhile =
    others === undefined ? '' : `, other programs taking ${(others * 100).toFixed(0)} % meanwhile`;
  return [
    '## Interaction: from click to painted',
    `Measured on ${date}${meanwhile}.`,
    ...results.map(sizeSection),
    method,
  ].join('\n\n');
}

const part = /^## Interaction: [\s\S]*?(?=^## )/m;

/** The part about clicks of a page; '' where it has none. */
export function interactionOf(page) {
  return (part.exec(page)?.[0] ?? '').trim();
}

/** A page with its part about clicks replaced, or put before how it was measured. */
export function withInteraction(page, section) {
  const rest = page.replace(part, '');
  return section === '' ? rest : rest.replace(/^## How$/m, () => `${section}\n\n## How`);
}
