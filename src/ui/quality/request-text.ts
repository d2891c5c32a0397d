import type { Finding } from '../../core/quality/finding.ts';
import type { CheckReview } from '../../core/quality/settings.ts';

type Asked = Pick<
  Finding,
  'id' | 'on' | 'title' | 'description' | 'status' | 'expected' | 'message'
>;

/** A ticket that asks for a change of a check, ready to be completed by a person. Plain text. */
export function requestText(finding: Asked, review: CheckReview | undefined): string {
  return [
    `Change of a check: ${finding.title}`,
    '',
    `Check: ${finding.id}`,
    `Looks at: ${finding.on}`,
    `Assumes: ${finding.description}`,
    `Expected: ${finding.expected}`,
    `Now (${finding.status}): ${finding.message}`,
    `Owner: ${review?.owner ?? 'nobody yet'}`,
    '',
    'What should change, and why:',
    '',
  ].join('\n');
}

/**
 * The configured link with `{check}` and `{text}` filled in; undefined for what is no address of a page or of mail, so
 * that settings which came with a backup cannot run a script.
 */
export function requestAddress(link: string, check: string, text: string): string | undefined {
  const filled = link
    .replaceAll('{check}', encodeURIComponent(check))
    .replaceAll('{text}', encodeURIComponent(text));
  return /^(https?:\/\/[^/]|mailto:)/i.test(filled) ? filled : undefined;
}
