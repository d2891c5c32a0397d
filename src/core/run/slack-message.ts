import type { Finding } from '../quality/finding.ts';
import type { DeliveryReport, RunReport, RunStatus } from './run-report.ts';
import type { StateDay } from './state-of-data.ts';

/** A block of Slack's Block Kit, as far as it is used here. */
export type SlackBlock =
  | { type: 'header'; text: { type: 'plain_text'; text: string } }
  | { type: 'section'; text: { type: 'mrkdwn'; text: string } }
  | { type: 'context'; elements: { type: 'mrkdwn'; text: string }[] }
  | { type: 'divider' };

/** What a Slack webhook takes: `text` is for notifications and for clients without blocks. */
export interface SlackMessage {
  text: string;
  blocks: SlackBlock[];
}

/** Limits of Block Kit: blocks of a message, characters of a text and of a header. */
const mostBlocks = 50;
const mostText = 3000;
const mostHeader = 150;

const headings: Record<RunStatus, string> = {
  published: 'Published',
  held: 'Run held by its checks',
  unchanged: 'Nothing new',
  'dry-run': 'Dry run',
};
const signs = { error: ':octagonal_sign:', warn: ':warning:' } as const;

/** A run for a Slack channel: its verdict, every check that did not pass, and its files. */
export function slackMessage(report: RunReport): SlackMessage {
  const failing = report.findings.filter(isFailing);
  const warned = failing.some(({ status }) => status === 'warn');
  const heading = headings[report.status];
  const title = report.status === 'published' && warned ? `${heading}, with warnings` : heading;
  const files = report.deliveries.map(deliveryLine);
  return message(title, [
    section(escapeSlack(report.verdict)),
    ...failing.map((finding) => section(findingLine(finding))),
    ...(files.length > 0 ? [{ type: 'divider' } as const, context(files.join('\n'))] : []),
  ]);
}

/** A run that failed, for a Slack channel. */
export function slackFailure(what: string, error: string): SlackMessage {
  return message('Run failed', [
    section(`${signs.error} ${escapeSlack(what)}`),
    section(escapeSlack(error)),
    context('What was published before is unchanged.'),
  ]);
}

/** A day of the state-of-the-data page for a Slack channel. */
export function slackState(day: StateDay): SlackMessage {
  const came = day.deliveries.map(
    (one) =>
      `• ${escapeSlack(one.name)}: ${count(one.accepted)} accepted, ${count(one.rejected)} rejected, ${count(one.repeats)} repeats`,
  );
  const decided = day.decisions.map(
    ({ what, by, reason }) =>
      `• ${escapeSlack(what)}${by ? ` by ${escapeSlack(by)}` : ''}${reason ? `: ${escapeSlack(reason)}` : ''}`,
  );
  const part = (title: string, lines: string[]): SlackBlock[] =>
    lines.length > 0 ? [section(`*${title}*\n${lines.join('\n')}`)] : [];
  return message(`State of the data, ${day.ds}`, [
    section(escapeSlack(day.summary)),
    ...part('What came in', came),
    ...day.findings.map((finding) => section(findingLine(finding))),
    ...part(
      'Held',
      day.held.map((verdict) => `• ${escapeSlack(verdict)}`),
    ),
    ...part('Who decided what', decided),
  ]);
}

/** Text that Slack shows as it is: `&`, `<` and `>` would start entities, links and mentions. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function message(title: string, blocks: SlackBlock[]): SlackMessage {
  const shown = [header(title), ...blocks];
  const kept = shown.length > mostBlocks ? shown.slice(0, mostBlocks - 1) : shown;
  const left = shown.length - kept.length;
  const all = left > 0 ? [...kept, context(`And ${left} more.`)] : kept;
  return { text: cut(all.flatMap(textOf).join('\n'), mostText), blocks: all };
}

function textOf(block: SlackBlock): string[] {
  if (block.type === 'divider') return [];
  if (block.type === 'context') return block.elements.map(({ text }) => text);
  // A header is plain text, where nothing is escaped; in the message's own text it is.
  return [block.type === 'header' ? escapeSlack(block.text.text) : block.text.text];
}

function header(text: string): SlackBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(text, mostHeader) } };
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, mostText) } };
}

function context(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cut(text, mostText) }] };
}

/** Cuts without leaving half an entity or half a character pair behind. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most - 1).replace(/&[a-z]{0,3}$|[\uD800-\uDBFF]$/, '');
  return `${start}…`;
}

function isFailing({ status }: Pick<Finding, 'status'>): boolean {
  return status === 'warn' || status === 'error';
}

function findingLine(finding: Pick<Finding, 'status' | 'title' | 'message'>): string {
  const sign = finding.status === 'error' ? signs.error : signs.warn;
  return `${sign} *${escapeSlack(finding.title)}*\n${escapeSlack(finding.message)}`;
}

function deliveryLine(one: DeliveryReport): string {
  const numbers = `${count(one.seen)} records seen, ${count(one.accepted)} accepted, ${count(one.rejected)} rejected`;
  return `${escapeSlack(one.name)}: ${one.status === 'loaded' ? numbers : one.status}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
