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
