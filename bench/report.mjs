const steps = ['read', 'enrich', 'build', 'audit', 'publish'];
/** The targets: times as fast as goaccess from drop to metrics, and bytes of the renderer at its peak. */
export const targets = { timesGoaccess: 4, rendererBytes: 1.5e9 };

const s = (seconds) => (seconds === undefined ? '' : seconds.toFixed(1));
const gb = (bytes) => (bytes === undefined ? '' : (bytes / 1e9).toFixed(2));
const whole = (n) => Math.round(n).toLocaleString('en');
const rate = (rows, seconds) => (seconds === undefined ? '' : whole(rows / seconds));

/** A Markdown table, its columns padded so that it reads well as plain text too. */
export function markdownTable(head, rows) {
  const all = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, at) => Math.max(3, ...all.map((cells) => cells[at].length)));
  const line = (cells) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join('\n');
}

const floorOf = ({ seconds }) => Object.values(seconds).reduce((sum, one) => sum + one, 0);

const programHead = [
  '',
  'to metrics s',
  'to saved s',
  'rows/s',
  'peak GB to metrics',
  'to the end',
];

function programRows({ rows, tab, cli, native, goaccess }) {
  const { toMetrics, all } = tab.memory;
  const row = (name, { metrics, saved, first, end }) => {
    return [name, s(metrics), s(saved), rate(rows, metrics ?? saved), gb(first), gb(end)];
  };
  return [
    row('tab: renderer', { ...tab.seconds, first: toMetrics?.renderer, end: all?.renderer }),
    row('tab: all processes of Chromium', { first: toMetrics?.sum, end: all?.sum }),
    row('command line (native DuckDB)', { saved: cli.seconds, end: cli.peakBytes }),
    row('floor: read, type, aggregate', { metrics: floorOf(native) }),
    row('floor: read into a table', { metrics: native.seconds.read }),
    ...(goaccess ? [row('goaccess', { metrics: goaccess.seconds, end: goaccess.peakBytes })] : []),
  ];
}

function stepRows({ tab, cli }) {
  const row = (name, { steps: taken }, seconds) => {
    const known = steps.map((step) => taken[step] ?? 0);
    const rest = seconds - known.reduce((sum, one) => sum + one, 0);
    return [name, s(rest), ...known.map(s)];
  };
  return [row('tab', tab.report, tab.seconds.saved), row('command line', cli.report, cli.seconds)];
}

function ratioLines({ tab, cli, native, goaccess }) {
  const times = (a, b) => (a / b).toFixed(1);
  const { metrics, saved } = tab.seconds;
  return [
    `- The tab's seconds: columns guessed ${s(tab.seconds.inspected)}, verdict ${s(tab.seconds.verdict)}, metrics on screen ${s(metrics)}, saved ${s(saved)}; everything as Parquet in a zip ${s(tab.zip.seconds)} (${(tab.zip.bytes / 1e6).toFixed(1)} MB).`,
    `- Opened again from what is saved, the metrics are on screen after ${s(tab.seconds.reopened)} s: 1/${times(saved, tab.seconds.reopened)} of the time to build and save.`,
    `- The tab to its metrics takes ${times(metrics, floorOf(native))} times the floor; saved, ${times(saved, cli.seconds)} times the command line.`,
    ...(goaccess ? [`- goaccess takes ${times(goaccess.seconds, metrics)} times the tab.`] : []),
    `- Tab and command line ${sameTables(tab.report, cli.report) ? 'published equal tables, by content hash' : '**published different tables**'}: ${whole(eventsOf(tab.report))} events.`,
  ];
}

const eventsOf = (report) =>
  report.tables.find(({ name }) => name === 'core.fct_website_events')?.rows ?? 0;

/** Whether two runs published the same rows: every partition of every table, by content hash. */
export function sameTables(a, b) {
  const hashes = ({ tables }) =>
    tables
      .flatMap(({ name, partitions }) =>
        partitions.map(({ ds, contentHash }) => `${name} ${ds} ${contentHash}`),
      )
      .sort()
      .join('\n');
  return hashes(a) !== '' && hashes(a) === hashes(b);
}

/** Whether the targets are met, in sentences; a target that could not be measured says so. */
export function targetLines(results) {
  const log = results.find(({ goaccess }) => goaccess);
  const times = log && log.goaccess.seconds / log.tab.seconds.metrics;
  const speed = log
    ? `**${times >= targets.timesGoaccess ? 'Met' : 'Not met'}**: the tab at least ${targets.timesGoaccess} times as fast as goaccess from drop to metrics; it is ${times.toFixed(1)} times as fast (${s(log.tab.seconds.metrics)} s and ${s(log.goaccess.seconds)} s).`
    : `**Not measured**: the tab at least ${targets.timesGoaccess} times as fast as goaccess; goaccess did not run.`;
  const peaks = results.map(({ tab }) => tab.memory.all?.renderer);
  if (peaks.some((peak) => peak === undefined))
    return [speed, '**Not measured**: peak memory, as this system has no /proc.'];
  const most = Math.max(...peaks);
  return [
    speed,
    `**${most < targets.rendererBytes ? 'Met' : 'Not met'}**: the renderer's peak under ${gb(targets.rendererBytes)} GB; it is ${gb(most)} GB.`,
  ];
}

function formatSection(result) {
  const { rows, bytes, title } = result;
  return [
    `## ${title}: ${whole(rows)} rows, ${whole(bytes / 1e6)} MB`,
    markdownTable(programHead, programRows(result)),
    'Seconds by step:',
    markdownTable(['', 'start and rest', ...steps], stepRows(result)),
    ratioLines(result).join('\n'),
  ].join('\n\n');
}

const method = `Generated rows, one run each, one program at a time. The tab: the built app in Chromium with a profile on disk,
from the file chooser's answer to the numbers of the overview, the start of the engine included. It shows
the metrics first and saves behind the screens; "saved" is what its import screen says.
The command line reads, audits and saves, then ends; Node's start is in its seconds. The floor is native DuckDB with
the same number of threads reading the same file: no enrichment, no rejects, no checks, nothing saved.
goaccess writes a JSON report and no tables. Peak memory is the kernel's high-water mark of the largest process (of the largest renderer for the tab); of all processes
of Chromium it is the most they held together, sampled ten times a second. The end is after the export.`;

/** The page that bench/README.md becomes. */
export function renderReport({ results, machine, date }) {
  return `${[
    '# Bench',
    'Written by `npm run bench` (`-- --rows N --formats csv,log --skip-goaccess` for other runs, which only print; `-- --parts interaction --events N,N` for the clicks alone). Never a test: numbers differ from machine to machine.',
    [`Measured on ${date}.`, ...machine].map((line) => `- ${line}`).join('\n'),
    targetLines(results)
      .map((line) => `- ${line}`)
      .join('\n'),
    ...results.map(formatSection),
    '## How',
    method,
  ].join('\n\n')}\n`;
}
