import type { TrialResult } from './run-trial.ts';

/** The trials by row: how often, what became of them, and how many broke something. */
export function trialTable(results: TrialResult[]): string {
  const names = [...new Set(results.map(({ name }) => name))].sort();
  const lines = names.map((name) =>
    lineOf(
      name,
      results.filter((result) => result.name === name),
    ),
  );
  const head = ['fault point', 'trials', 'met', 'acknowledged', 'refused', 'n', 'n+1', 'broken'];
  return table([head, ...lines, lineOf('all', results)]);
}

function lineOf(name: string, results: TrialResult[]): string[] {
  const count = (test: (result: TrialResult) => boolean) => String(results.filter(test).length);
  return [
    name,
    String(results.length),
    count(({ fired }) => fired),
    count(({ outcome }) => outcome === 'acknowledged'),
    count(({ outcome }) => outcome.includes('refused')),
    count(({ landed }) => !landed),
    count(({ landed }) => landed),
    count(({ complaints }) => complaints.length > 0),
  ];
}

function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  '),
    )
    .join('\n');
}
