import type { RunReport } from './run-report.ts';

/** The runs of one drop: one, or of a website and of a shop. */
export function runsOf(report: RunReport): RunReport[] {
  return report.also === undefined ? [report] : [report, report.also];
}

/** Whether a run is of a shop. */
export function isShopRun({ subjects }: Pick<RunReport, 'subjects'>): boolean {
  return subjects?.includes('shop') ?? false;
}
