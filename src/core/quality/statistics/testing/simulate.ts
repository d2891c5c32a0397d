import { distributionsReady } from '../distributions.ts';
import { simulateGuardrail } from './simulate-guardrail.ts';
import { simulateHours } from './simulate-hours.ts';
import { simulateLevel } from './simulate-level.ts';
import { simulateVolume } from './simulate-volume.ts';
import type { SimulationRow, SimulationSize } from './simulation-row.ts';

/** The seeded simulation of V1 to V3: the same seed gives the same rows. `say` is told what is being simulated. */
export async function simulate(
  size: SimulationSize,
  seed = 20_261_121,
  say: (text: string) => void = () => {},
): Promise<SimulationRow[]> {
  await distributionsReady;
  say('V1, week-over-week volume...');
  const volume = simulateVolume(size, seed);
  say('V2, hourly pattern...');
  const hours = simulateHours(size, seed + 1);
  say('V3, guardrails...');
  const guardrail = simulateGuardrail(size, seed + 2);
  say('levels that change, retired hosts...');
  return [...volume, ...hours, ...guardrail, ...(await simulateLevel(size, seed + 3))];
}

/** The rows as a table for a terminal; rows without a gate are marked `-`. */
export function simulationTable(rows: readonly SimulationRow[]): string {
  const header = ['check', 'cell', 'measure', 'share', '95 % bounds', 'of', 'gate', ''];
  const lines = rows.map((row) => [
    row.check,
    row.cell,
    row.measure,
    percent(row.share),
    `${percent(row.lower)} - ${percent(row.upper)}`,
    row.tested.toLocaleString('en'),
    gateText(row),
    row.isMet ? (row.gate ? 'met' : '-') : 'NOT MET',
  ]);
  const widths = header.map((_, i) => Math.max(...[header, ...lines].map((l) => l[i]!.length)));
  return [header, ...lines]
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function gateText({ gate }: SimulationRow): string {
  if (!gate) return '';
  return 'atMost' in gate
    ? `bound <= ${percent(gate.atMost)}`
    : `share >= ${percent(gate.atLeast)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
