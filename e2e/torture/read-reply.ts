import type { Acknowledgement } from './protocol.ts';
import type { Reply } from './tortured-browser.ts';

/** The generation that was acknowledged; undefined: none was. */
export function generationOf(reply: Reply): number | undefined {
  return 'value' in reply ? (reply.value as Acknowledgement).generation : undefined;
}

/** `acknowledged`, `refused: <code>`, `stopped` or `gone`. */
export function outcomeOf(reply: Reply): string {
  if ('value' in reply) return 'acknowledged';
  if ('failure' in reply) return `refused: ${reply.failure.code}`;
  return 'stopped' in reply ? 'stopped' : 'gone';
}

/** The whole of it, for a complaint. */
export function tellReply(reply: Reply): string {
  return 'failure' in reply
    ? `${reply.failure.code}: ${reply.failure.message}`
    : JSON.stringify(reply);
}
