import type { Finding } from '../../core/quality/finding.ts';
import type { WarehouseStatus } from '../../workbench.ts';
import { format } from '../format.ts';
import type { Fact } from '../paper.svelte.ts';
import { isProblem } from '../quality/group-findings.ts';
import { runVerdict } from '../quality/run-verdict.ts';
import { reportWords as words } from '../report-words.ts';
import type { Screen } from '../route.ts';

/** How fresh the data of a screen is and what its checks said: a reader who was not there must be able to tell. */
export function stateFacts(
  screen: Screen,
  status: WarehouseStatus | null,
  findings: readonly Finding[] | null,
): Fact[] {
  if (status === null) return [];
  return [
    { name: words.data, text: dataText(screen, status) },
    { name: words.checks, text: checksText((findings ?? []).filter((one) => isOf(screen, one))) },
    { name: words.notShown, text: status.held > 0 ? words.held(status.held) : '' },
    { name: words.damage, text: status.damage ? words.damaged(status.damage.shown) : '' },
  ];
}

/** Whether a check is of what the screen shows: the website's, the shop's, or both. */
function isOf(screen: Screen, { subject = 'website' }: Finding): boolean {
  if (screen === 'shop') return subject === 'shop';
  return subject === 'website' || (screen !== 'overview' && screen !== 'growth');
}

function dataText(screen: Screen, { publishedAt, from, to, shop }: WarehouseStatus): string {
  const isShop = screen === 'shop' || publishedAt === null;
  const at = isShop ? shop?.publishedAt : publishedAt;
  if (!at) return '';
  const days = isShop || from === '' ? '' : words.days(format.range(from, to));
  return [words.published(format.moment(at)), days].filter(Boolean).join(', ');
}

function checksText(findings: readonly Finding[]): string {
  const problems = findings.filter(isProblem);
  if (problems.length < 2) return findings.length === 0 ? '' : runVerdict(findings, false).sentence;
  return problems.map(({ title, message }) => `${title}. ${message}`).join(' ');
}
