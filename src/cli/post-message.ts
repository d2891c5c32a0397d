import type { SlackMessage } from '../core/run/slack-message.ts';

const timeoutMs = 10_000;

/**
 * Posts a message as JSON, as Slack's incoming webhooks take it. Resolves to a sentence when that failed; it names the host only,
 * for who knows the path of a webhook can post to it. Redirects are not followed: only the address that was named is called.
 */
export async function postMessage(
  url: string,
  message: SlackMessage,
  timeout = timeoutMs,
): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    await response.body?.cancel();
    return response.ok ? undefined : failed(url, `it answered ${response.status}`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failed(url, reasonOf(error, timeout));
  }
}

function reasonOf(error: Error, timeout: number): string {
  if (error.name === 'TimeoutError') return `no answer in ${timeout / 1000} seconds`;
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? error.message;
}

function failed(url: string, reason: string): string {
  return `the message could not be posted to ${new URL(url).host}: ${reason}`;
}
