import type { CheckCell, CheckStatus, Finding } from '../finding.ts';
import type { HistoryVerdict, JudgedCheck } from './history-input.ts';
import { checkTexts } from './statistical-checks.ts';
import type { CheckText } from './statistical-checks.ts';

/** Worst first. What cannot be judged yet counts only where nothing was judged. */
const ranks: CheckStatus[] = ['error', 'warn', 'pass', 'learning', 'n/a'];
const named = 3;

/** A finding per check: the status of its worst cell, the worst cells in words, and all cells. */
export function findingsOf(verdict: HistoryVerdict): Finding[] {
  return checkTexts(verdict.watched).flatMap(([id, text]) => {
    const judged = verdict.checks.find(({ check }) => check === id);
    return judged ? [findingOf(id, text, judged)] : [];
  });
}

function findingOf(id: string, { expected, ...text }: CheckText, { cells }: JudgedCheck): Finding {
  const sorted = cells.toSorted(byWorst);
  const worst = sorted[0];
  return {
    id,
    ...text,
    status: worst?.status ?? 'n/a',
    observed: worst?.observed ?? null,
    expected,
    message: sentence(sorted),
    sample: sampleOf(sorted),
    sql: null,
    cells,
  };
}

function byWorst(a: CheckCell, b: CheckCell): number {
  const byRank = ranks.indexOf(a.status) - ranks.indexOf(b.status);
  return byRank || Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0) || b.ds.localeCompare(a.ds);
}

function sentence(sorted: CheckCell[]): string {
  const worst = sorted[0];
  if (!worst) return 'There is nothing to test: no closed day, or nothing of this kind.';
  const alike = sorted.filter(({ status }) => status === worst.status);
  if (worst.status === 'warn' || worst.status === 'error') {
    const more = alike.length > named ? ` And ${alike.length - named} more.` : '';
    return alike.slice(0, named).map(cellSentence).join(' ') + more;
  }
  if (worst.status !== 'pass') return `${cellSentence(worst)}${others(alike.length - 1)}`;
  const learning = sorted.filter(({ status }) => status === 'learning').length;
  const stillLearning = learning > 0 ? ` ${learning} more cannot be judged yet.` : '';
  if (alike.length === 1) return `${cellSentence(worst)}${stillLearning}`;
  return `All ${alike.length} days and series hold; the furthest off: ${cellSentence(worst)}${stillLearning}`;
}

function others(count: number): string {
  return count > 0 ? ` And ${count} more.` : '';
}

function cellSentence({ host, variant, ds, message }: CheckCell): string {
  return `${variant ?? (host === '' ? 'All hosts' : host)}, ${ds}: ${message}`;
}

/** The worst cells as rows to look at; none where all hold. */
function sampleOf(sorted: CheckCell[]): Finding['sample'] {
  const failing = sorted.filter(({ status }) => status === 'warn' || status === 'error');
  const columns = ['host', 'variant', 'ds', 'status', 'observed', 'expected', 'change'];
  const rows = failing
    .slice(0, 20)
    .map((cell) => [
      cell.host,
      cell.variant ?? null,
      cell.ds,
      cell.status,
      cell.observed,
      cell.expected,
      cell.change ?? null,
    ]);
  return { columns: failing.length > 0 ? columns : [], rows };
}
