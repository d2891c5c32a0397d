import type { WarehouseDamage } from '../workbench.ts';
import { counted } from './output.ts';

const mostLines = 20;

/** What is missing or changed, and what is shown instead. */
export function describeDamage({ generation, shown, missing }: WarehouseDamage): string {
  const instead =
    shown === generation
      ? ''
      : shown === 0
        ? ' No earlier publication is whole.'
        : ` Publication ${shown} is shown instead.`;
  const lines = missing
    .slice(0, mostLines)
    .map(({ table, ds, reason }) => `  ${[table, ds].filter(Boolean).join(' ')}: ${reason}\n`);
  const left = missing.length - lines.length;
  if (left > 0) lines.push(`  and ${left} more\n`);
  return `damaged: ${counted(missing.length, 'file')} of publication ${generation} cannot be used.${instead}\n${lines.join('')}`;
}
