import type { Progress } from '../workbench.ts';
import { count } from './output.ts';
import type { Output } from './output.ts';
import { stepNames } from './strings.ts';

const redrawMs = 100;
const lineEveryMs = 10_000;

/** Tells of progress on stderr: one line redrawn on a terminal, else a line a step and every ten seconds. */
export function openProgress(stderr: Output, now: () => number = () => performance.now()) {
  let step: Progress['step'] | undefined;
  let toldAt = -Infinity;
  return {
    tell(progress: Progress): void {
      const wait = stderr.isTTY ? redrawMs : lineEveryMs;
      if (progress.step === step && now() - toldAt < wait) return;
      step = progress.step;
      toldAt = now();
      const line = describe(progress);
      stderr.write(
        stderr.isTTY ? `\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}` : `${line}\n`,
      );
    },
    /** Wipes the line. */
    end(): void {
      if (stderr.isTTY && step !== undefined) stderr.write('\r\u001b[K');
    },
  };
}

function describe({ step, share, rows, file }: Progress): string {
  const parts = [`${Math.floor(share * 100)} %`, stepNames[step]];
  if (rows !== undefined) parts.push(`${count(rows)} rows`);
  if (file !== undefined) parts.push(file);
  return parts.join('  ');
}
