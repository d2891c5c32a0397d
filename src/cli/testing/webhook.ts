import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { SlackMessage } from '../../core/run/slack-message.ts';

/** A server of this machine that takes messages as Slack would, by path. */
export interface Webhook {
  url(path: string): string;
  /** What came since the last call: path and message. */
  taken(): [path: string, message: SlackMessage][];
  close(): Promise<void>;
}

export async function openWebhook(): Promise<Webhook> {
  const messages: [string, SlackMessage][] = [];
  const server = createServer((request, response) => {
    void json(request).then((message) => {
      messages.push([request.url!, message as SlackMessage]);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    taken: () => messages.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
